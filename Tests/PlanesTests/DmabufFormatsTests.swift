import Planes
import Testing

/// Proves that only advertised formats are used, and that the best tranche is found.
@Suite struct DmabufFormatsTests {
    private func tranche(
        _ pairs: [(Fourcc, Modifier)], isScanout: Bool = false
    ) -> DmabufFormats.Tranche {
        var tranche = DmabufFormats.Tranche()
        for (format, modifier) in pairs { tranche.formats.insert(format, modifier) }
        tranche.isScanout = isScanout
        return tranche
    }

    private func layout(_ format: Fourcc, _ modifier: Modifier) -> BufferLayout {
        BufferLayout(width: 64, height: 64, format: format, modifier: modifier, stride: 512)
    }

    @Test func onlyAnAdvertisedModifierIsChosen() {
        var formats = DmabufFormats()
        formats.tranches = [tranche([(.xrgb8888, .linear), (.argb8888, .implicit)])]
        func modifier(_ format: Fourcc, _ modifier: Modifier) -> Modifier? {
            formats.choice(for: layout(format, modifier))?.modifier
        }
        #expect(modifier(.xrgb8888, .linear) == .linear)
        #expect(modifier(.xrgb8888, .implicit) == .linear)
        #expect(modifier(.xrgb8888, .intelX) == nil)
        #expect(modifier(.argb8888, .linear) == .implicit)
        #expect(modifier(.rgb565, .linear) == nil)
        #expect(formats.contains(.argb8888) && !formats.contains(.rgb565))
    }

    @Test func theFirstTrancheThatHasThePairSaysWhetherItMayBeScannedOut() {
        var formats = DmabufFormats()
        formats.tranches = [
            tranche([(.xrgb8888, .intelX)], isScanout: true),
            tranche([(.xrgb8888, .linear), (.xrgb8888, .implicit), (.xrgb8888, .intelX)]),
        ]
        #expect(formats.choice(for: layout(.xrgb8888, .intelX))?.isScanout == true)
        #expect(formats.choice(for: layout(.xrgb8888, .linear))?.isScanout == false)
    }

    @Test func whatSaysTheTruthGoesBeforeWhatIsPreferred() {
        var formats = DmabufFormats()
        formats.tranches = [
            tranche([(.xrgb8888, .linear)], isScanout: true), tranche([(.xrgb8888, .implicit)]),
        ]
        #expect(formats.choice(for: layout(.xrgb8888, .implicit))?.modifier == .implicit)
    }
}
