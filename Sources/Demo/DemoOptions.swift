internal import Planes

/// What follows `demo` on the command line, such as `:size=1920x1080,rate=60`.
package struct DemoOptions: Equatable, Sendable {
    /// Pixels, `minimumSize` to `PlaneLimits.maximumSize`.
    package var width: UInt32 = 1280
    package var height: UInt32 = 720
    /// How many buffers are flipped through, which is the length of the loop in frames: 1 to 64.
    package var buffers = 8
    /// Frames a second, 0 to 1000. 0 stops the device's time: frame 0, and the cursor where it starts.
    package var rate: Int64 = 30
    /// Where the memory comes from; nil for the best that there is.
    package var backing: Backing?
    package var hasCursor = true

    /// Pixels of width and height: the cursor fits.
    package static let minimumSize: UInt32 = 64
    private static let sizes = minimumSize...PlaneLimits.maximumSize

    /// The keys with their forms, for messages.
    package static let keyList =
        "size=WxH, buffers=N, rate=N, backing=udmabuf|heap|memfd, card=PATH, cursor=on|off"

    package init() {}

    /// Reads what follows `demo`: nothing, or a colon and keys with values, parted by commas. Of a repeated key the
    /// last counts.
    ///
    /// - Throws: `DemoError`, naming the part that is wrong and what it may be.
    package init(parsing text: String) throws(DemoError) {
        guard !text.isEmpty else { return }
        guard text.hasPrefix(":") else { throw .notOptions(text) }
        var card: Backing?
        for part in text.dropFirst().split(separator: ",") {
            let key = part.prefix { $0 != "=" }
            let value = String(part.dropFirst(key.count + 1))
            if key == "card" {
                card = .card(
                    try Self.checked(key, value, "a path such as /dev/dri/card0", value.isEmpty ? nil : value)
                )
            } else {
                try set(key, value)
            }
        }
        if card != nil, backing != nil { throw .cardAndBacking }
        backing = card ?? backing
    }

    private mutating func set(_ key: Substring, _ value: String) throws(DemoError) {
        switch key {
        case "size":
            let form = "WIDTHxHEIGHT, each \(Self.sizes.lowerBound) to \(Self.sizes.upperBound)"
            (width, height) = try Self.checked(key, value, form, Self.size(value))
        case "buffers":
            let number = Int(value).flatMap { (1...64).contains($0) ? $0 : nil }
            buffers = try Self.checked(key, value, "1 to 64", number)
        case "rate":
            let number = Int64(value).flatMap { (0...1000).contains($0) ? $0 : nil }
            rate = try Self.checked(key, value, "0 to 1000 frames a second", number)
        case "backing":
            let backings: [String: Backing] = ["udmabuf": .udmabuf, "heap": .heap, "memfd": .memfd]
            backing = try Self.checked(key, value, "udmabuf, heap or memfd", backings[value])
        case "cursor":
            hasCursor = try Self.checked(key, value, "on or off", ["on": true, "off": false][value])
        default:
            throw .unknownKey(String(key))
        }
    }

    private static func size(_ value: String) -> (UInt32, UInt32)? {
        let sides = value.split(separator: "x", omittingEmptySubsequences: false).compactMap { UInt32($0) }
        guard sides.count == 2, sides.allSatisfy(sizes.contains) else { return nil }
        return (sides[0], sides[1])
    }

    private static func checked<Value>(
        _ key: Substring, _ value: String, _ expected: String, _ result: Value?
    ) throws(DemoError) -> Value {
        guard let result else { throw .badValue(key: String(key), value: value, expected: expected) }
        return result
    }
}
