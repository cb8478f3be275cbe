/// A piece of the sandbox that the system does not have, as a sentence.
package struct SandboxGap: Error, Equatable, CustomStringConvertible {
    package let description: String
}
