internal import Input
internal import Wayland

/// What somebody in the session has copied, as a seat's clipboard offers it.
final class SelectionOffer {
    let offer: WlDataOffer
    /// The best of the offered types that are text; nil where none is.
    private(set) var textType: String?
    /// By which a guest's own selection is known again; nil for all others.
    private(set) var mark: String?

    /// Text in UTF-8, the clearest name first; the last is what very old programs have.
    static let textTypes = [ClipboardText.mediaType, "text/plain;charset=UTF-8", "UTF8_STRING", "text/plain"]

    init(_ offer: WlDataOffer) {
        self.offer = offer
        offer.onEvent = { [unowned self] event in
            if case .offer(let type) = event { take(type) }
        }
    }

    private func take(_ type: String) {
        if type.hasPrefix(GuestSelection.markPrefix) { mark = type }
        guard let rank = Self.textTypes.firstIndex(of: type) else { return }
        let best = textType.flatMap(Self.textTypes.firstIndex(of:)) ?? .max
        if rank < best { textType = type }
    }
}
