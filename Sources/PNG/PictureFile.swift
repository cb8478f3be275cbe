package import Descriptors
internal import Glibc

/// A new file for a picture, which takes no other file's place.
package enum PictureFile {
    /// A moment where the user is.
    package struct Moment: Sendable {
        package var year, month, day, hour, minute, second: Int32

        package init(year: Int32, month: Int32, day: Int32, hour: Int32, minute: Int32, second: Int32) {
            self.year = year
            self.month = month
            self.day = day
            self.hour = hour
            self.minute = minute
            self.second = second
        }

        package static var now: Moment {
            var seconds = time(nil)
            var time = unsafe tm()
            unsafe localtime_r(&seconds, &time)
            return unsafe Moment(
                year: time.tm_year + 1900, month: time.tm_mon + 1, day: time.tm_mday, hour: time.tm_hour,
                minute: time.tm_min, second: time.tm_sec)
        }
    }

    /// Such as `planeview-demo-20261124-093005`.
    package static func name(of device: String, at moment: Moment) -> String {
        let date = padded(moment.year, to: 4) + padded(moment.month, to: 2) + padded(moment.day, to: 2)
        let time = padded(moment.hour, to: 2) + padded(moment.minute, to: 2) + padded(moment.second, to: 2)
        return "planeview-\(safe(device))-\(date)-\(time)"
    }

    /// Writes a file, and finds another name for it where there is one of that name.
    ///
    /// - Parameters:
    ///   - name: without `.png`.
    ///   - folder: nil for the working directory.
    /// - Returns: its path.
    /// - Throws: `SystemError`.
    package static func write(_ bytes: RawSpan, _ name: String, in folder: String?) throws(SystemError)
        -> String
    {
        let start = (folder.map { $0 + "/" } ?? "") + name
        var count = 1
        while true {
            let path = start + (count == 1 ? "" : "-\(count)") + ".png"
            do {
                try WholeFile.create(path, bytes)
                return path
            } catch {
                guard error.errno == EEXIST, count < most else { throw error }
                count += 1
            }
        }
    }

    /// Files of one name: nobody takes so many pictures in a second.
    private static let most = 100
    /// Characters of a device's name.
    private static let longest = 64

    private static func safe(_ device: String) -> String {
        let characters = device.prefix(longest).map { character in
            character.isLetter || character.isNumber || "._-".contains(character) ? character : "-"
        }
        return characters.isEmpty ? "device" : String(characters)
    }

    private static func padded(_ number: Int32, to count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }
}
