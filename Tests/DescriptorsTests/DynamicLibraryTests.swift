import Descriptors
import Testing

/// Proves that a library, or a function of it, that is not there is told by its name.
@Suite struct DynamicLibraryTests {
    @Test func aMissingLibraryIsNamed() {
        let error = #expect(throws: DynamicLibraryError.self) { _ = try DynamicLibrary("libabsent.so.7") }
        #expect(error?.description.hasPrefix("libabsent.so.7 cannot be loaded (") == true)
    }

    @Test func aMissingFunctionIsNamed() throws {
        let library = try DynamicLibrary("libm.so.6")
        let cosine: @convention(c) (Double) -> Double = try unsafe library.function("cos")
        #expect(cosine(0) == 1)
        #expect(throws: DynamicLibraryError.noFunction("libm.so.6", "absent")) {
            let _: @convention(c) () -> Void = try unsafe library.function("absent")
        }
    }
}
