/// A program that shows pictures in a window, a new one with each frame.
struct Contender: Sendable {
    /// How its pictures reach the compositor.
    enum Pictures { case dmabuf, shm }

    let name: String
    let pictures: Pictures
    /// The pictures' size; nil where it is the screen's.
    var pictureSize: ScreenSize?
    /// The command in the session's folder.
    let command: @Sendable (_ size: ScreenSize, _ pictures: Int) -> [String]
    /// What makes it end after so many frames; nil where nothing does.
    var limit: (@Sendable (_ frames: Int) -> [String])?

    /// How many pictures it shows by turns, where it can be told.
    private(set) var pictureCount = 7

    /// Whether another size of the screen is other work.
    var followsSize: Bool { pictureSize == nil }

    /// The same with other pictures.
    func withPictures(_ count: Int) -> Contender {
        var other = self
        other.pictureCount = count
        return other
    }

    func command(on size: ScreenSize) -> [String] { command(size, pictureCount) }
}

extension Contender {
    private static let frames: @Sendable (Int) -> [String] = { ["--frames", "\($0)"] }

    /// 7 pictures at 1000 a second: however long a frame takes, 16 to 27 or 29 to 34 ms, the next picture is another.
    private static func planeview(_ name: String, cursor: String) -> Contender {
        Contender(
            name: name, pictures: .dmabuf,
            command: {
                [
                    "./planeview", "--device",
                    "demo:size=\($0),rate=1000,buffers=\($1),backing=memfd,cursor=\(cursor)",
                ]
            }, limit: frames)
    }

    private static func floor(_ name: String, _ options: [String] = []) -> Contender {
        Contender(
            name: name, pictures: .dmabuf,
            command: { ["./floor", "--size", "\($0)", "--buffers", "\($1)"] + options },
            limit: frames)
    }

    static let planeview = planeview("planeview", cursor: "off")
    static let planeviewWithCursor = planeview("planeview, moving cursor", cursor: "on")
    static let floor = floor("C floor")
    static let floorWithFeedback = floor("C floor, asking for feedback", ["--feedback"])
    static let floorWithCursor = floor("C floor, moving cursor", ["--cursor"])
    static let gtk = Contender(
        name: "GTK 4 offload", pictures: .dmabuf,
        command: { ["./gtk4-offload", "--size", "\($0)", "--buffers", "\($1)"] },
        limit: frames)
    /// Its pictures are small whatever the screen, and it draws them; it prints a line for each.
    static let presentation = Contender(
        name: "weston-presentation-shm", pictures: .shm,
        pictureSize: ScreenSize(width: 250, height: 250), command: { _, _ in ["weston-presentation-shm"] })

    static let all = [
        planeview, floor, floorWithFeedback, planeviewWithCursor, floorWithCursor, gtk, presentation,
    ]

    /// The screen stands still, or nothing does.
    static let stillPlaneview = Contender(
        name: "planeview", pictures: .dmabuf,
        command: { size, _ in ["./planeview", "--device", "demo:size=\(size),rate=0,backing=memfd,cursor=on"]
        })
    static let stillGTK = Contender(
        name: "GTK 4 offload", pictures: .dmabuf, command: { gtk.command($0, $1) + ["--still"] })
}
