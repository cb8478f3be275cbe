internal import Input
internal import Wayland

/// A seat's clipboard. The guest whose window has the seat's keys is told what others have copied, and what it copies itself
/// becomes the seat's selection; what it copies without them waits until it has them. Primary selections are left alone.
///
/// No text comes back to where it is from: while the selection is a guest's, that guest is told of none.
final class SeatSelection {
    private let device: WlDataDevice
    private let manager: WlDataDeviceManager
    /// Announced; what it is for is said next.
    private var introduced: SelectionOffer?
    /// What others have copied, as far as it was told.
    private var offer: SelectionOffer?
    /// The selection, while it is a guest's.
    private var source: GuestSelection?
    /// Of the window that has the seat's keys.
    private weak var clipboard: WindowClipboard?
    /// Of the newest thing that the user did there, by which the compositor knows that the selection may be changed.
    private var serial: UInt32 = 0

    init(_ device: WlDataDevice, _ manager: WlDataDeviceManager) {
        self.device = device
        self.manager = manager
        device.onEvent = { [unowned self] event in receive(event) }
    }

    private func receive(_ event: WlDataDevice.Event) {
        switch event {
        case .dataOffer(let offer): introduced = SelectionOffer(offer)
        case .selection(let offer):
            self.offer = introduced?.offer === offer ? introduced : nil
            introduced = nil
            tellGuest()
        // What is dragged over the window is nothing for it.
        case .enter, .leave, .motion, .drop: introduced = nil
        }
    }

    /// A window has the seat's keys.
    ///
    /// - Parameter clipboard: nil where the window has none.
    func enter(_ clipboard: WindowClipboard?, serial: UInt32) {
        self.clipboard = clipboard
        self.serial = serial
        if !take() { tellGuest() }
    }

    /// The window has the keys no more. What it was offered is not read any more.
    func leave() { clipboard = nil }

    /// The user has done something in a window.
    func act(serial: UInt32) { self.serial = serial }

    /// A guest has other text than before, or none any more.
    func follow(_ clipboard: WindowClipboard) {
        if source?.clipboard === clipboard, !clipboard.guest.hasText { source = nil }
        if self.clipboard === clipboard { _ = take() }
    }

    /// A window goes, and what its guest has copied with it.
    func forget(_ clipboard: WindowClipboard) {
        if source?.clipboard === clipboard { source = nil }
        if self.clipboard === clipboard { self.clipboard = nil }
    }

    /// Makes what the guest has copied the selection.
    ///
    /// - Returns: whether there was something new.
    private func take() -> Bool {
        guard let clipboard, clipboard.hasNews, clipboard.guest.hasText else { return false }
        clipboard.hasNews = false
        let new = GuestSelection(of: clipboard, manager)
        new.onCancel = { [unowned self, unowned new] in cancel(new) }
        device.setSelection(source: new.source, serial: serial)
        // The old one ends when it is the selection no more: there is no moment without any.
        source = new
        return true
    }

    private func cancel(_ cancelled: GuestSelection) {
        guard source === cancelled else { return }
        source = nil
        // The compositor may tell what is next before or after.
        if offer?.mark == cancelled.mark { offer = nil } else { tellGuest() }
    }

    private func tellGuest() {
        guard let clipboard else { return }
        if let source {
            guard source.clipboard !== clipboard else { return }
            clipboard.guest.offer { [weak self, weak clipboard, weak source] then in
                guard let self, let clipboard, self.clipboard === clipboard, let source,
                    self.source === source, let other = source.clipboard
                else { return then(nil) }
                clipboard.read(other, then: then)
            }
        } else if let offer, offer.textType != nil {
            clipboard.guest.offer { [weak self, weak clipboard, weak offer] then in
                guard let self, let clipboard, self.clipboard === clipboard, let offer, self.offer === offer
                else { return then(nil) }
                clipboard.read(offer, then: then)
            }
        } else {
            clipboard.guest.offer(nil)
        }
    }
}
