import Descriptors
import Presentation

/// The window that offers the devices of this machine to a user who named none, and looks now and then which there are.
final class DeviceChooser {
    /// Called with the device to show.
    var onChoice: ((DeviceChoice) -> Void)?
    /// Called when the user wants none.
    var onClose: (() -> Void)? {
        get { chooser.onClose }
        set { chooser.onClose = newValue }
    }

    private let chooser: Chooser
    private let loop: EventLoop
    private var alarm: Alarm?
    private var choices: DeviceChoices
    /// Why the device that was chosen last is not shown.
    private var trouble: String?

    /// Between two looks.
    private static let period = Instant.Span.seconds(1)

    /// - Throws: `PresentationError.text` where no text can be drawn; `system`.
    init(
        _ choices: DeviceChoices, on compositor: Compositor, in loop: EventLoop, _ options: WindowOptions
    ) throws(PresentationError) {
        self.choices = choices
        self.loop = loop
        chooser = try Chooser(
            Self.content(choices, nil), titled: "planeview – choose a device", on: compositor, options,
            report: Console.log)
        chooser.onChoice = { [unowned self] index in onChoice?(self.choices.all[index]) }
        alarm = Alarm(in: loop) { [unowned self] in look() }
        alarm?.set(loop.now + Self.period)
    }

    /// Says why the device that was chosen cannot be shown, and goes on.
    func refuse(_ reason: String) {
        trouble = reason
        chooser.content = Self.content(choices, reason)
    }

    /// Looks which devices there are now. The first display device that comes where there was none to choose needs no user
    /// to choose it.
    private func look() {
        alarm?.set(loop.now + Self.period)
        let before = choices
        choices = DeviceChoices(after: before)
        chooser.content = Self.content(choices, trouble)
        guard trouble == nil, !before.all.contains(where: { $0.kind == .display && $0.isFree }) else {
            return
        }
        if let only = choices.only { onChoice?(only) }
    }

    private static func content(_ choices: DeviceChoices, _ trouble: String?) -> Chooser.Content {
        let items = choices.all.map { choice in
            ChooserItem(
                name: choice.device,
                detail: (choice.origin.map { "\($0): " } ?? "") + choice.state,
                isChoosable: choice.isFree)
        }
        var remarks = [trouble].compactMap(\.self)
        if choices.all.count > Chooser.limit {
            remarks.append("And \(choices.all.count - Chooser.limit) more, which 'planeview list' shows.")
        }
        if choices.isWithoutDisplay {
            remarks.append(
                "Create a mediated device of a vGPU type that has a display, or bind a GPU's virtual function to its VFIO "
                    + "driver: it is shown as soon as it is there.")
            remarks.append("To see planeview work without one: planeview --device demo")
        }
        remarks.append(
            choices.all.contains(where: \.isFree)
                ? "Press its digit, click on it, or go there with the arrows and press Enter. Escape closes the window."
                : "Escape closes the window.")
        return Chooser.Content(heading: choices.heading, items: items, remarks: remarks)
    }
}
