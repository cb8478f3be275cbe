import Descriptors
import Planes
import TestCompositor
import Testing
import Wayland

@testable import Presentation

/// Proves that a window can be chosen from with keys and with a pointer, and that it is drawn once for each change.
@Suite final class ChooserTests {
    private let compositor: TestCompositor
    private let loop: EventLoop
    private let connection: Connection
    private let driver: ConnectionDriver
    private var chooser: Chooser?
    private var choices: [Int] = []
    private var closings = 0
    private var reports: [String] = []

    private static let items = [
        ChooserItem(name: "first", detail: "of a kind", isChoosable: false),
        ChooserItem(name: "second", detail: "of another", isChoosable: true),
        ChooserItem(name: "third", detail: "of another", isChoosable: true),
        ChooserItem(name: "fourth", detail: "of a kind", isChoosable: false),
    ]

    init() throws {
        let compositor = TestCompositor(globals: TestCompositor.everything.merging(["wl_seat": 7]) { $1 })
        self.compositor = compositor
        loop = try EventLoop()
        connection = Connection(adopting: try compositor.connect())
        let bound = try Compositor(on: connection) { (connection) throws(ConnectionError) in
            try compositor.settle(connection)
        }
        driver = try ConnectionDriver(connection, in: loop)
        let chooser = try Chooser(
            Chooser.Content(heading: "Which?", items: Self.items, remarks: ["Press a digit."]),
            titled: "choose", on: bound
        ) { [unowned self] in reports.append($0) }
        chooser.onChoice = { [unowned self] in choices.append($0) }
        chooser.onClose = { [unowned self] in closings += 1 }
        self.chooser = chooser
        try settle()
    }

    private func settle() throws {
        for _ in 0..<10 {
            compositor.step()
            try loop.turn(timeout: 0)
        }
        compositor.step()
    }

    private var root: Surface { compositor.all(Surface.self)[0] }
    private var text: Surface { compositor.all(Surface.self)[1] }

    private func press(_ keys: TestKey...) throws {
        let keyboard = try #require(compositor.all(KeyboardDevice.self).last)
        keyboard.enter(root)
        for key in keys {
            keyboard.press(key)
            keyboard.release(key)
        }
        keyboard.leave(root)
        try settle()
    }

    @Test func theTextIsInTheMiddleOfTheWindow() throws {
        #expect(compositor.all(Toplevel.self)[0].title == "choose")
        #expect(root.current.size.width == 800 && root.current.size.height == 600)
        let position = try #require(text.subsurface?.position)
        let size = text.current.size
        #expect(abs(position.x * 2 + size.width - 800) <= 2 && abs(position.y * 2 + size.height - 600) <= 2)
        #expect(size.height > 200 && size.height < 600)
        #expect(reports.isEmpty)
    }

    @Test func digitsTakeWhatCanBeTaken() throws {
        try press(.one, .two, .three)
        #expect(choices == [1, 2], "the first cannot be taken, and is there to be seen")
    }

    @Test func arrowsPassOverWhatCannotBeTaken() throws {
        let commits = text.commits
        try press(.enter, .down, .enter, .down, .enter, .up, .enter)
        #expect(choices == [1, 2, 1, 2])
        #expect(text.commits == commits + 3, "drawn for each arrow, and not for Enter")
    }

    @Test(arguments: [TestKey.escape, .q])
    func escapeAndQClose(key: TestKey) throws {
        try press(key)
        #expect(closings == 1 && choices == [])
        compositor.all(Toplevel.self)[0].close()
        try settle()
        #expect(closings == 2)
    }

    @Test func aClickTakesWhatIsUnderItAndAMotionPointsItOut() throws {
        let pointer = try #require(compositor.all(PointerDevice.self).last)
        let origin = try #require(text.subsurface?.position)
        let x = Double(origin.x) + 20
        func click(_ y: Int32) throws {
            pointer.move(x: x, y: Double(origin.y + y) + 0.5)
            pointer.press(0x110)
            pointer.release(0x110)
            try settle()
        }
        pointer.enter(root, x: 1, y: 1)
        var taken: [Int32: [Int]] = [:]
        for y in stride(from: Int32(0), to: text.current.size.height, by: 4) {
            choices = []
            try click(y)
            taken[y] = choices
        }
        let rows = taken.filter { !$0.value.isEmpty }
        #expect(Set(rows.values) == [[1], [2]])
        let (second, third) = (rows.filter { $0.value == [1] }.keys, rows.filter { $0.value == [2] }.keys)
        #expect(second.count > 5 && third.count > 5, "both lines of each are meant")
        #expect(try #require(second.max()) < (try #require(third.min())))

        // What is pressed in one place and let go of in another is not meant.
        choices = []
        pointer.move(x: x, y: Double(origin.y + (try #require(second.max()))))
        pointer.press(0x110)
        pointer.move(x: x, y: Double(origin.y + (try #require(third.min()))))
        pointer.release(0x110)
        try settle()
        #expect(choices == [])
        // Where the pointer was last is pointed out.
        try press(.enter)
        #expect(choices == [2])
    }

    @Test func whatIsPointedOutStaysWhereOthersCome() throws {
        try press(.down)
        let new = ChooserItem(name: "new", detail: "", isChoosable: true)
        chooser?.content.items.insert(new, at: 0)
        try settle()
        try press(.enter)
        #expect(choices == [3], "the third, which is the fourth now")
        chooser?.content.items.removeAll { $0.name == "third" }
        try press(.enter)
        #expect(choices == [3, 0], "it is gone: the first that can be taken")
        chooser?.content.items = []
        try press(.enter, .down, .one)
        #expect(choices.count == 2)
    }

    @Test func moreThanNineAreNotShown() throws {
        chooser?.content.items = (0..<20).map { ChooserItem(name: "\($0)", detail: "", isChoosable: true) }
        try press(.up, .enter)
        #expect(choices == [8])
    }

    @Test func nothingIsLeftOfIt() throws {
        chooser = nil
        for _ in 0..<5 { _ = try? connection.flush() }
        compositor.step()
        #expect(compositor.all(Surface.self).isEmpty)
        #expect(compositor.all(Buffer.self).isEmpty)
    }
}
