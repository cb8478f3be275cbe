import ArgumentParser

/// `planeview list`.
struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "List the devices that have a display or capture pictures, who holds them, and the virtual machines on the session bus."
    )

    @Flag(help: "Print one JSON array.")
    var json = false

    func run() throws {
        let choices = DeviceChoices().all
        if json {
            Console.print(JSON.array(choices.map(\.json)).text)
        } else if choices.isEmpty {
            Console.log(
                "no device with a display and none that captures: create a mediated device of a vGPU type, plug a camera "
                    + "in, start a virtual machine with -display dbus, or try --device demo")
        } else {
            for choice in choices { Console.print(choice.line) }
        }
    }
}
