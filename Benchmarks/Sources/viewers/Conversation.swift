/// What the compositor and one client said to each other, and which pictures were presented by it.
struct Conversation {
    private(set) var messages: [Message] = []
    /// When the pictures were committed that are known to have been shown: a frame callback came for them, or
    /// wp_presentation's answer; seconds since 1970.
    private(set) var frames: [Double] = []
    /// When the first picture was committed.
    private(set) var start: Double?
    /// wl_buffers that were made.
    private(set) var buffers: [Double] = []

    private let size: ScreenSize
    private let kind: Contender.Pictures
    private var pictures: Set<Substring> = []
    private var sizeOfParameters: [Substring: ScreenSize] = [:]
    private var attached: Set<Substring> = []
    private var callbacks: Set<Substring> = []
    /// A picture that was committed and of which nothing is known yet.
    private var committed: Double?
    /// Answers of wp_presentation that the next commit asks for; and those that commits have asked for, with their times.
    private var asked: [Substring] = []
    private var answers: [Substring: Double] = [:]

    /// - Parameters:
    ///   - messages: of one client, from its start.
    ///   - size: of the pictures: what has another one is no picture.
    init(_ messages: [Message], size: ScreenSize, kind: Contender.Pictures) {
        self.size = size
        self.kind = kind
        self.messages = messages
        for message in messages { follow(message) }
    }

    private mutating func follow(_ message: Message) {
        switch (message.interface, message.name) {
        case ("zwp_linux_buffer_params_v1", "create"):
            sizeOfParameters[message.object] = size(in: message, at: 0)
        case ("zwp_linux_buffer_params_v1", "created"):
            made(message, sizeOfParameters[message.object], .dmabuf)
        case ("zwp_linux_buffer_params_v1", "create_immed"): made(message, size(in: message, at: 1), .dmabuf)
        case ("wl_shm_pool", "create_buffer"): made(message, size(in: message, at: 2), .shm)
        case ("wl_buffer", "destroy"): pictures.remove(message.object)
        case ("wl_surface", "attach"):
            if let buffer = message.object(of: "wl_buffer"), pictures.contains(buffer) {
                attached.insert(message.object)
            } else {
                attached.remove(message.object)
            }
        case ("wl_surface", "frame"):
            if let callback = message.object(of: "wl_callback") { callbacks.insert(callback) }
        case ("wp_presentation", "feedback"):
            if let answer = message.object(of: "wp_presentation_feedback") { asked.append(answer) }
        case ("wl_surface", "commit"):
            defer { asked = [] }
            guard attached.remove(message.object) != nil else { return }
            committed = message.time
            for answer in asked { answers[answer] = message.time }
            start = start ?? message.time
        case ("wp_presentation_feedback", "presented"):
            guard let time = answers.removeValue(forKey: message.object), !frames.suffix(8).contains(time)
            else { return }
            frames.append(time)
            if committed == time { committed = nil }
        case ("wp_presentation_feedback", "discarded"): answers[message.object] = nil
        case ("wl_callback", "done"):
            guard callbacks.remove(message.object) != nil, let committed else { return }
            frames.append(committed)
            self.committed = nil
        default: break
        }
    }

    private mutating func made(_ message: Message, _ size: ScreenSize?, _ kind: Contender.Pictures) {
        buffers.append(message.time)
        guard let buffer = message.object(of: "wl_buffer"), size == self.size, kind == self.kind else {
            return
        }
        pictures.insert(buffer)
    }

    private func size(in message: Message, at index: Int) -> ScreenSize? {
        guard let width = message.number(index), let height = message.number(index + 1) else { return nil }
        return ScreenSize(width: width, height: height)
    }

    /// Presented pictures of a time.
    func frameCount(in times: Range<Double>) -> Int { frames.count(where: times.contains) }
}
