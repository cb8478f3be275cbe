/// Why the demo device cannot be had. Each says in one sentence what is the matter and what to do.
package enum DemoError: Error, Equatable, CustomStringConvertible {
    /// The text after `demo` does not begin with a colon.
    case notOptions(String)
    case unknownKey(String)
    case badValue(key: String, value: String, expected: String)
    /// `card` and `backing` were both given.
    case cardAndBacking
    /// The memory that was asked for cannot be had.
    case noMemory(Backing, reason: String)
    /// None of the kinds of memory can be had.
    case noMemoryAtAll(reasons: String)
    /// The card made this process its master and does not take it back.
    case master(card: String, reason: String)

    /// Whether the system has not enough memory or descriptors: memory files can be had anywhere.
    package var isShortage: Bool {
        switch self {
        case .noMemoryAtAll, .noMemory(.memfd, _): true
        default: false
        }
    }

    package var description: String {
        switch self {
        case .notOptions(let text):
            "'demo\(text)' names no device: write demo, or demo:KEY=VALUE,… with the keys \(DemoOptions.keyList)"
        case .unknownKey(let key):
            "'\(key)' is not an option of the demo device: it knows \(DemoOptions.keyList)"
        case .badValue(let key, let value, let expected):
            "'\(value)' is no \(key) for the demo device: write \(expected)"
        case .cardAndBacking:
            "the demo device takes its memory from a card or from a backing: leave out one of card= and backing="
        case .noMemory(let backing, let reason):
            "the demo device got no memory from \(backing) (\(reason)): \(Self.remedy(for: backing))"
        case .noMemoryAtAll(let reasons):
            "the demo device got no memory (\(reasons)): choose a smaller size= or fewer buffers="
        case .master(let card, let reason):
            "\(card) made planeview its master and does not take it back (\(reason)): start your compositor first, "
                + "or leave out card="
        }
    }

    private static func remedy(for backing: Backing) -> String {
        switch backing {
        case .udmabuf:
            "load its module with 'modprobe udmabuf', get access to /dev/udmabuf, or leave out backing="
        case .heap: "get access to /dev/dma_heap/system, or leave out backing="
        case .memfd: "choose a smaller size= or fewer buffers="
        case .card(let path):
            "name a card with dumb buffers that you may open ('ls -l \(path)'), or leave out card="
        }
    }
}
