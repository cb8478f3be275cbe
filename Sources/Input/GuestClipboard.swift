/// A guest's clipboard, as far as text goes. Either side is told that the other has text, and asks for it when it pastes.
/// Nothing here waits.
package protocol GuestClipboard: AnyObject {
    /// Takes the text that was asked for; nil when there is none to be had.
    typealias Receiver = (ClipboardText?) -> Void

    /// Gets text for whoever pastes. The receiver is called once.
    typealias Giver = (_ then: @escaping Receiver) -> Void

    /// Whether the guest has text to give.
    var hasText: Bool { get }

    /// Called each time that the guest has other text than before, or none any more.
    var onChange: (() -> Void)? { get set }

    /// Takes part from now on.
    func start()

    /// Asks the guest for its text.
    ///
    /// - Parameter then: called once, perhaps before this returns.
    func read(then: @escaping Receiver)

    /// Tells the guest that there is text for it, which takes the place of what it had itself.
    ///
    /// - Parameter giver: asked when the guest pastes; nil when there is nothing for it any more.
    func offer(_ giver: Giver?)

    /// Takes part no more, until it is started again: sends what is to be sent for that, and waits for a moment at most.
    func finish()
}
