internal import Input
internal import Wayland

/// What a guest has copied, as the session's selection. The guest is asked for it when somebody pastes.
final class GuestSelection {
    /// The window of the guest; nil when that is gone.
    private(set) weak var clipboard: WindowClipboard?
    /// Called when the selection is another's.
    var onCancel: (() -> Void)?
    /// A type that nobody else offers: by it, the selection is known when it comes back as an offer.
    let mark = markPrefix + String(UInt64.random(in: .min ... .max), radix: 16)
    let source: WlDataSource

    static let markPrefix = "application/x-planeview-"

    init(of clipboard: WindowClipboard, _ manager: WlDataDeviceManager) {
        self.clipboard = clipboard
        source = manager.createDataSource()
        for type in [ClipboardText.mediaType, "text/plain", "UTF8_STRING", mark] {
            source.offer(mimeType: type)
        }
        source.onEvent = { [unowned self] event in receive(event) }
    }

    private func receive(_ event: consuming WlDataSource.Event) {
        switch consume event {
        case .send(let type, let pipe):
            if type != mark { clipboard?.write(to: pipe) }
        case .cancelled: onCancel?()
        // The rest is of what is dragged.
        default: break
        }
    }
}
