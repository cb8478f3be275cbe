internal import Descriptors

/// libsystemd's functions that speak D-Bus (sd-bus(3)), as its manual declares them: none of those that take a variable number
/// of arguments. Most return a negative errno when they fail.
///
/// The library is loaded with the first, and not before: a user of other devices maps none of it.
@safe final class BusFunctions: Sendable {
    typealias Text = UnsafePointer<CChar>

    // A connection.
    let create: @convention(c) @Sendable (UnsafeMutablePointer<OpaquePointer?>) -> Int32
    let setAddress: @convention(c) @Sendable (OpaquePointer, Text) -> Int32
    let setDescriptors: @convention(c) @Sendable (OpaquePointer, Int32, Int32) -> Int32
    let setBusClient: @convention(c) @Sendable (OpaquePointer, Int32) -> Int32
    /// Its third parameter is `sd_id128_t`, 16 bytes by value, which are passed as two registers' worth.
    let setServer: @convention(c) @Sendable (OpaquePointer, Int32, UInt64, UInt64) -> Int32
    let start: @convention(c) @Sendable (OpaquePointer) -> Int32
    let close: @convention(c) @Sendable (OpaquePointer) -> Void
    let release: @convention(c) @Sendable (OpaquePointer) -> OpaquePointer?
    let descriptor: @convention(c) @Sendable (OpaquePointer) -> Int32
    let events: @convention(c) @Sendable (OpaquePointer) -> Int32
    let timeout: @convention(c) @Sendable (OpaquePointer, UnsafeMutablePointer<UInt64>) -> Int32
    let process: @convention(c) @Sendable (OpaquePointer, UnsafeMutablePointer<OpaquePointer?>) -> Int32
    let unsentCount: @convention(c) @Sendable (OpaquePointer, UnsafeMutablePointer<UInt64>) -> Int32
    let send: @convention(c) @Sendable (OpaquePointer, OpaquePointer, UnsafeMutablePointer<UInt64>) -> Int32
    // Making a message.
    let makeCall:
        @convention(c) @Sendable (
            OpaquePointer, UnsafeMutablePointer<OpaquePointer?>, Text?, Text, Text, Text
        ) -> Int32
    let makeSignal:
        @convention(c) @Sendable (
            OpaquePointer, UnsafeMutablePointer<OpaquePointer?>, Text, Text, Text
        ) -> Int32
    let makeReply: @convention(c) @Sendable (OpaquePointer, UnsafeMutablePointer<OpaquePointer?>) -> Int32
    let makeError:
        @convention(c) @Sendable (OpaquePointer, UnsafeMutablePointer<OpaquePointer?>, UnsafeRawPointer)
            -> Int32
    let setAutoStart: @convention(c) @Sendable (OpaquePointer, Int32) -> Int32
    let append: @convention(c) @Sendable (OpaquePointer, CChar, UnsafeRawPointer) -> Int32
    let appendArray: @convention(c) @Sendable (OpaquePointer, CChar, UnsafeRawPointer?, Int) -> Int32
    let open: @convention(c) @Sendable (OpaquePointer, CChar, Text) -> Int32
    let closeContainer: @convention(c) @Sendable (OpaquePointer) -> Int32
    // A message that has come.
    let releaseMessage: @convention(c) @Sendable (OpaquePointer) -> OpaquePointer?
    let type: @convention(c) @Sendable (OpaquePointer, UnsafeMutablePointer<UInt8>) -> Int32
    let path: @convention(c) @Sendable (OpaquePointer) -> Text?
    let interface: @convention(c) @Sendable (OpaquePointer) -> Text?
    let member: @convention(c) @Sendable (OpaquePointer) -> Text?
    let sender: @convention(c) @Sendable (OpaquePointer) -> Text?
    let signature: @convention(c) @Sendable (OpaquePointer, Int32) -> Text?
    let replyCookie: @convention(c) @Sendable (OpaquePointer, UnsafeMutablePointer<UInt64>) -> Int32
    let expectsReply: @convention(c) @Sendable (OpaquePointer) -> Int32
    /// `sd_bus_error`, of which the name and the text come first.
    let error: @convention(c) @Sendable (OpaquePointer) -> UnsafePointer<Text?>?
    let read: @convention(c) @Sendable (OpaquePointer, CChar, UnsafeMutableRawPointer) -> Int32
    let readArray:
        @convention(c) @Sendable (
            OpaquePointer, CChar, UnsafeMutablePointer<UnsafeRawPointer?>, UnsafeMutablePointer<Int>
        ) -> Int32
    let enter: @convention(c) @Sendable (OpaquePointer, CChar, Text?) -> Int32
    let exit: @convention(c) @Sendable (OpaquePointer) -> Int32
    let isAtEnd: @convention(c) @Sendable (OpaquePointer, Int32) -> Int32
    let peek:
        @convention(c) @Sendable (
            OpaquePointer, UnsafeMutablePointer<CChar>, UnsafeMutablePointer<Text?>
        ) -> Int32
    let skip: @convention(c) @Sendable (OpaquePointer, Text?) -> Int32

    /// - Throws: `DynamicLibraryError`.
    init(_ name: String = "libsystemd.so.0") throws(DynamicLibraryError) {
        let library = try DynamicLibrary(name)
        try unsafe create = library.function("sd_bus_new")
        try unsafe setAddress = library.function("sd_bus_set_address")
        try unsafe setDescriptors = library.function("sd_bus_set_fd")
        try unsafe setBusClient = library.function("sd_bus_set_bus_client")
        try unsafe setServer = library.function("sd_bus_set_server")
        try unsafe start = library.function("sd_bus_start")
        try unsafe close = library.function("sd_bus_close")
        try unsafe release = library.function("sd_bus_unref")
        try unsafe descriptor = library.function("sd_bus_get_fd")
        try unsafe events = library.function("sd_bus_get_events")
        try unsafe timeout = library.function("sd_bus_get_timeout")
        try unsafe process = library.function("sd_bus_process")
        try unsafe unsentCount = library.function("sd_bus_get_n_queued_write")
        try unsafe send = library.function("sd_bus_send")
        try unsafe makeCall = library.function("sd_bus_message_new_method_call")
        try unsafe makeSignal = library.function("sd_bus_message_new_signal")
        try unsafe makeReply = library.function("sd_bus_message_new_method_return")
        try unsafe makeError = library.function("sd_bus_message_new_method_error")
        try unsafe setAutoStart = library.function("sd_bus_message_set_auto_start")
        try unsafe append = library.function("sd_bus_message_append_basic")
        try unsafe appendArray = library.function("sd_bus_message_append_array")
        try unsafe open = library.function("sd_bus_message_open_container")
        try unsafe closeContainer = library.function("sd_bus_message_close_container")
        try unsafe releaseMessage = library.function("sd_bus_message_unref")
        try unsafe type = library.function("sd_bus_message_get_type")
        try unsafe path = library.function("sd_bus_message_get_path")
        try unsafe interface = library.function("sd_bus_message_get_interface")
        try unsafe member = library.function("sd_bus_message_get_member")
        try unsafe sender = library.function("sd_bus_message_get_sender")
        try unsafe signature = library.function("sd_bus_message_get_signature")
        try unsafe replyCookie = library.function("sd_bus_message_get_reply_cookie")
        try unsafe expectsReply = library.function("sd_bus_message_get_expect_reply")
        try unsafe error = library.function("sd_bus_message_get_error")
        try unsafe read = library.function("sd_bus_message_read_basic")
        try unsafe readArray = library.function("sd_bus_message_read_array")
        try unsafe enter = library.function("sd_bus_message_enter_container")
        try unsafe exit = library.function("sd_bus_message_exit_container")
        try unsafe isAtEnd = library.function("sd_bus_message_at_end")
        try unsafe peek = library.function("sd_bus_message_peek_type")
        try unsafe skip = library.function("sd_bus_message_skip")
    }

    /// Once loaded, it stays for as long as the process does.
    static let loaded: Result<BusFunctions, DynamicLibraryError> = Result {
        () throws(DynamicLibraryError) in try BusFunctions()
    }
}
