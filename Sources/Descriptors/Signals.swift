internal import CLinux
import Glibc

/// Signals as events of a loop. They stay blocked for the process while this lives.
package final class Signals {
    private let descriptor: OwnedDescriptor
    private let loop: EventLoop
    private var token: EventLoop.Token?
    private var mask: sigset_t

    /// - Parameters:
    ///   - numbers: `SIGINT` and its kin.
    ///   - handler: called with the number of each signal that arrives.
    package init(
        _ numbers: [Int32], in loop: EventLoop, handler: @escaping (Int32) -> Void
    ) throws(SystemError) {
        self.loop = loop
        var mask = sigset_t()
        unsafe sigemptyset(&mask)
        for number in numbers { unsafe sigaddset(&mask, number) }
        unsafe pthread_sigmask(SIG_BLOCK, &mask, nil)
        self.mask = mask
        descriptor = OwnedDescriptor(
            adopting: try systemCall("signalfd") {
                unsafe signalfd(-1, &mask, Int32(SFD_CLOEXEC | SFD_NONBLOCK))
            })
        token = try loop.add(descriptor.rawValue, .readable) { [unowned self] _ in
            while let number = next() { handler(number) }
        }
    }

    deinit {
        if let token { loop.remove(token) }
        unsafe pthread_sigmask(SIG_UNBLOCK, &mask, nil)
    }

    private func next() -> Int32? {
        var information = signalfd_siginfo()
        let size = MemoryLayout<signalfd_siginfo>.size
        guard unsafe read(descriptor.rawValue, &information, size) == size else { return nil }
        return Int32(information.ssi_signo)
    }
}
