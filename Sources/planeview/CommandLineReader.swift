import ArgumentParser
import Configuration
import Glibc

/// Reads what the user wrote on the command line, and before it, for the window, what stands in the configuration file.
///
/// A line of the file is the option of that name, put before the user's own: so each option that there is may stand
/// there, and of an option that is given twice the last counts.
struct CommandLineReader {
    /// Without the program's name.
    let arguments: [String]
    /// The configuration file's path; nil for none.
    let file: String?

    init(
        arguments: [String] = Array(CommandLine.arguments.dropFirst()),
        file: String? = ConfigurationFile.path { name in
            unsafe getenv(name).map { unsafe String(cString: $0) }
        }
    ) {
        self.arguments = arguments
        self.file = file
    }

    /// The command that is meant.
    ///
    /// - Throws: `Failure` for what is wrong in the file; the parser's errors for the rest, also for help.
    func command() throws -> any ParsableCommand {
        let plain = Result { try Planeview.parseAsRoot(arguments) }
        // Help, the version and completions need no file, and must come also where it is wrong.
        if case .failure(let error) = plain, Planeview.exitCode(for: error).isSuccess { throw error }
        guard isForWindow, !isWithoutFile, let configuration = try configuration() else {
            return try plain.get()
        }
        do {
            _ = try command(with: configuration.lines)
        } catch {
            throw blame(configuration, for: error)
        }
        return try command(with: configuration.lines(besides: arguments, shortNames: DeviceOption.shortNames))
    }

    /// The file is for the window alone: the other commands are for scripts, too, and mean the same for everybody.
    private var isForWindow: Bool {
        guard let first = arguments.first else { return true }
        let others = Planeview.configuration.subcommands.filter { $0 != Show.self }.map { $0._commandName }
        return !(others + ["help"]).contains(first)
    }

    private var isWithoutFile: Bool { arguments.prefix { $0 != "--" }.contains("--no-config") }

    private func configuration() throws(Failure) -> Configuration? {
        guard let file else { return nil }
        do throws(ConfigurationError) {
            let configuration = try ConfigurationFile.read(file)
            for line in configuration?.lines ?? [] where Self.isNoSetting(line.name) {
                throw ConfigurationError(
                    file: file, line: line.number, reason: "'\(line.name)' is for the command line alone")
            }
            return configuration
        } catch {
            throw Failure(error.isShortage ? .resources : .usage, error.description)
        }
    }

    /// Options that ask for something else than a window, or about the file itself.
    private static func isNoSetting(_ name: String) -> Bool {
        [
            "help", "help-hidden", "version", "no-config", "generate-completion-script",
            "experimental-dump-help",
        ]
        .contains(name)
    }

    private func command(with lines: [ConfigurationLine]) throws -> any ParsableCommand {
        let own = arguments.first == Show._commandName ? arguments.dropFirst() : arguments[...]
        return try Planeview.parseAsRoot([Show._commandName] + lines.map(\.argument) + own)
    }

    /// Finds the line that an error comes from: the first with which there is that error, and without which there is
    /// another or none.
    ///
    /// - Returns: the error as it is where the user's own arguments make it alone.
    private func blame(_ configuration: Configuration, for error: any Error) -> any Error {
        let reason = Planeview.message(for: error)
        func isSame(with lines: some Sequence<ConfigurationLine>) -> Bool {
            do {
                _ = try command(with: Array(lines))
                return false
            } catch {
                return Planeview.message(for: error) == reason
            }
        }
        if isSame(with: []) { return error }
        let lines = configuration.lines
        guard let culprit = lines.indices.first(where: { isSame(with: lines[...$0]) }) else { return error }
        return Failure(
            .usage,
            ConfigurationError(file: configuration.file, line: lines[culprit].number, reason: reason)
                .description)
    }
}
