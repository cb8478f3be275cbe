import Input

/// A guest's clipboard that does as a test says.
final class RecordingClipboard: GuestClipboard {
    private(set) var hasText = false
    var onChange: (() -> Void)?
    private(set) var isStarted = false
    /// What the guest was offered; nil where it is offered nothing.
    private(set) var giver: Giver?
    /// How often it was told that there is something, and that there is nothing.
    private(set) var offers = 0
    private(set) var withdrawals = 0
    /// What it answers, as bytes; nil never answers.
    var text: [UInt8]? = []
    private(set) var reads = 0

    func start() { isStarted = true }

    func read(then: @escaping Receiver) {
        reads += 1
        if let text { then(ClipboardText(text)) }
    }

    func offer(_ giver: Giver?) {
        self.giver = giver
        if giver == nil { withdrawals += 1 } else { offers += 1 }
        if giver != nil { hasText = false }
    }

    func finish() { isStarted = false }

    /// The guest's user copies something.
    func copy(_ text: String) {
        self.text = Array(text.utf8)
        hasText = true
        giver = nil
        onChange?()
    }

    /// The guest has nothing any more.
    func release() {
        hasText = false
        onChange?()
    }

    /// What the guest's user gets by pasting, once it has come.
    final class Pasted {
        fileprivate(set) var answers: [String?] = []
    }

    /// The guest's user pastes.
    func paste() -> Pasted {
        let pasted = Pasted()
        guard let giver else { return pasted }
        giver { text in pasted.answers.append(text.map { String(decoding: $0.bytes, as: UTF8.self) }) }
        return pasted
    }
}
