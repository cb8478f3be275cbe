import Glibc

/// libFuzzer's own `main`, as a function (compiler-rt, FuzzerDriver.cpp).
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ body: @convention(c) (UnsafePointer<UInt8>, Int) -> CInt
) -> CInt

/// Runs the fuzzer with the program's arguments.
package enum Driver {
    package static func run(_ body: @convention(c) (UnsafePointer<UInt8>, Int) -> CInt) -> Never {
        var count = CommandLine.argc
        var arguments = unsafe CommandLine.unsafeArgv
        exit(unsafe runDriver(&count, &arguments, body))
    }
}

/// What libFuzzer's own `main` would run, which is not run itself.
@_cdecl("LLVMFuzzerTestOneInput")
public func planeviewFuzzUnused(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt { -1 }
