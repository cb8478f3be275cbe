internal import Descriptors
internal import Planes

/// Keeps the title, the log and the words in the window up to date with the guest's mode, and with the way that its picture
/// takes.
final class Announcer {
    private let source: any PlaneSource
    private let window: Window
    private let stage: Stage
    private let placeholder: Placeholder
    private let report: (String) -> Void
    private var mode: Mode?
    /// `Stage.modeCount` when it was told of; nil before the first time.
    private var toldModeCount: Int?
    /// The device is not there, for now.
    private var isAbsent = false
    /// What the user should know while something of his is captured; nil for nothing.
    var hint: String? {
        didSet {
            guard hint != oldValue else { return }
            window.setTitle(Self.title(source.name, mode?.layout, isAbsent: isAbsent, hint: hint))
        }
    }

    /// Of the sentences about modes, which a guest can change with each frame.
    private var quota = Quota(20, in: .seconds(60))

    private struct Mode: Equatable {
        let layout: BufferLayout
        let path: PlanePath
    }

    init(
        _ source: any PlaneSource, _ window: Window, _ stage: Stage, _ placeholder: Placeholder,
        _ report: @escaping (String) -> Void
    ) {
        self.source = source
        self.window = window
        self.stage = stage
        self.placeholder = placeholder
        self.report = report
    }

    /// Tells of what has changed with a latch, if anything has.
    ///
    /// - Parameter isAbsent: whether the device is; nil where it was not asked.
    func tell(isAbsent: Bool?, at now: Instant) {
        let isAbsent = isAbsent ?? self.isAbsent
        guard stage.modeCount != toldModeCount || isAbsent != self.isAbsent else { return }
        toldModeCount = stage.modeCount
        let content = stage.screen
        let mode = content.map { Mode(layout: $0.plane.layout, path: $0.path) }
        if mode?.layout != self.mode?.layout || isAbsent != self.isAbsent {
            window.setTitle(Self.title(source.name, mode?.layout, isAbsent: isAbsent, hint: hint))
        }
        self.isAbsent = isAbsent
        placeholder.wait(for: mode == nil ? Self.waiting(isAbsent: isAbsent) : nil)
        guard mode != self.mode else { return }
        self.mode = mode
        say(
            mode.map { "showing \($0.layout), path \($0.path.summary)" }
                ?? "the guest shows nothing; waiting for its driver to enable a plane", at: now)
    }

    private func say(_ sentence: String, at now: Instant) {
        switch quota.ask(at: now) {
        case .said: report(sentence)
        case .last: report(sentence + "; it changes again and again, of which no more is told for a minute")
        case .unsaid: break
        }
    }

    /// The window's title.
    ///
    /// - Parameters:
    ///   - screen: nil while there is no picture.
    ///   - hint: what the user should know.
    static func title(
        _ name: String, _ screen: BufferLayout?, isAbsent: Bool = false, hint: String? = nil
    ) -> String {
        let end = hint.map { " – \($0)" } ?? ""
        guard let screen, !isAbsent else { return "\(name) – \(waiting(isAbsent: isAbsent))\(end)" }
        return "\(name) – \(screen.width)×\(screen.height)\(end)"
    }

    private static func waiting(isAbsent: Bool) -> String {
        isAbsent ? "waiting for the device" : "waiting for the guest's driver"
    }
}
