import Configuration
import Testing

/// Proves that a line is the option of its name, and that what cannot be read is told by its number.
@Suite struct ConfigurationTests {
    private func arguments(_ text: String) throws -> [String] {
        try Configuration(text, file: "config").lines.map(\.argument)
    }

    @Test(arguments: [
        ("overlay", "--overlay"),
        ("no-overlay", "--no-overlay"),
        ("scale = integer", "--scale=integer"),
        ("  scale=1:1\t", "--scale=1:1"),
        ("device = demo:size=640x480,rate=0", "--device=demo:size=640x480,rate=0"),
        ("title = two words  # and a comment", "--title=two words"),
        ("title = C# and D#", "--title=C# and D#"),
        ("title = -5", "--title=-5"),
        ("overlay# no comment: the name goes on", nil),
        ("overlay\r", "--overlay"),
        ("title = Gerät", "--title=Gerät"),
    ])
    func aLineIsAnOption(text: String, argument: String?) throws {
        guard let argument else {
            #expect(throws: ConfigurationError.self) { try arguments(text) }
            return
        }
        #expect(try arguments(text) == [argument])
    }

    @Test func nothingAndCommentsSetNothing() throws {
        #expect(try arguments("") == [])
        #expect(try arguments("\n  \n# scale = fit\n\t# more\n") == [])
    }

    @Test func linesKeepTheirOrderAndNumber() throws {
        let lines = try Configuration("# one\r\nb = 1\r\n\r\na\nb = 2", file: "config").lines
        #expect(lines.map(\.number) == [2, 4, 5])
        #expect(lines.map(\.argument) == ["--b=1", "--a", "--b=2"])
    }

    @Test(arguments: [
        "--overlay", "-overlay", "overlay-", "Overlay", "a--b", "= 5", "two words", "[section]", "ovérlay",
        "=",
    ])
    func whatIsNoNameIsToldWithItsLine(text: String) throws {
        let error = #expect(throws: ConfigurationError.self) { try arguments("a\n\n\(text)\n=\n") }
        #expect(error?.line == 3)
        #expect(error?.description.hasPrefix("config:3: ") == true)
    }

    @Test func anEmptyValueIsNone() throws {
        let error = #expect(throws: ConfigurationError.self) { try arguments("title = # empty") }
        #expect(error?.description == "config:1: 'title =' has no value: write one, or 'title' alone")
    }

    @Test(arguments: [
        (["--scale", "fit"], ["--overlay", "--device=a", "--device=b"]),
        (["--scale=fit"], ["--overlay", "--device=a", "--device=b"]),
        (["--no-overlay"], ["--scale=1:1", "--device=a", "--device=b"]),
        (["-d", "demo"], ["--scale=1:1", "--overlay"]),
        (["-ddemo"], ["--scale=1:1", "--overlay"]),
        (["--device", "demo", "--overlay"], ["--scale=1:1"]),
        (
            ["--scales", "scale", "-x", "-", "--", "--overlay"],
            ["--scale=1:1", "--overlay", "--device=a", "--device=b"]
        ),
    ])
    func theCommandLineWins(own: [String], left: [String]) throws {
        let configuration = try Configuration("scale = 1:1\noverlay\ndevice = a\ndevice = b", file: "config")
        #expect(configuration.lines(besides: own, shortNames: ["d": "device"]).map(\.argument) == left)
    }
}
