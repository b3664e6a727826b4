//! Streams recorded from NumPy 2.4.6: for each distribution and seed the fingerprint of many draws
//! and of one raw word after them.

use super::legacy::{self, Legacy};
use super::*;

type Bits<'a> = &'a mut BitGen;
type Old<'a, 'b> = &'a mut Legacy<'b, BitGen>;

/// A distribution, a draw of it, and the fingerprints of its streams from the three seeds.
type Recorded<F> = &'static [(&'static str, F, [u64; 3])];

const DRAWS: usize = 2000;
const SEEDS: [u32; 3] = [0, 42, 987_654_321];

/// FNV-1a by 64-bit words.
pub(super) fn fingerprint(words: impl IntoIterator<Item = u64>) -> u64 {
    words.into_iter().fold(0xcbf2_9ce4_8422_2325, |hash, word| (hash ^ word).wrapping_mul(0x100_0000_01b3))
}

pub(super) fn pcg64(seed: u32) -> BitGen {
    BitGen::new(Kind::Pcg64, &SeedSequence::new(&[seed]))
}

fn check(name: &str, expected: &[u64; 3], draw: impl Fn(Bits) -> u64, count: usize) {
    let found = SEEDS.map(|seed| {
        let mut bits = pcg64(seed);
        let mut words: Vec<u64> = (0..count).map(|_| draw(&mut bits)).collect();
        words.push(bits.next_raw());
        fingerprint(words)
    });
    assert_eq!(found, *expected, "{name}");
}

fn check_legacy(name: &str, expected: &[u64; 3], draw: impl Fn(Old) -> u64) {
    let found = SEEDS.map(|seed| {
        let mut bits = BitGen::Mt19937(Mt19937::from_word(seed));
        let mut spare = None;
        let mut old = Legacy { bits: &mut bits, spare: &mut spare };
        let mut words: Vec<u64> = (0..DRAWS).map(|_| draw(&mut old)).collect();
        words.push(bits.next_raw());
        fingerprint(words)
    });
    assert_eq!(found, *expected, "RandomState {name}");
}

#[rustfmt::skip]
const CONTINUOUS: Recorded<fn(Bits) -> f64> = &[
    ("uniform", |b| continuous::uniform(b, -1.5, 4.25), [0xfe545c00a9a7a00d, 0x102f766b781cd321, 0x816ba34aa60e716f]),
    ("exponential inv", continuous::inverse_exponential, [0x8f17f4f1f84cb1f7, 0x947e562a874f8a93, 0x7c7aadeabaa56fdb]),
    ("lognormal", |b| continuous::lognormal(b, 0.5, 0.75), [0xf096fae3e9e67076, 0x937fcec9182dee75, 0xa106e5ed74e4f468]),
    ("standard_cauchy", continuous::standard_cauchy, [0x84d739cf824a8b5c, 0xd676bd0342e6aaef, 0x27680cd7cd5e0141]),
    ("laplace", |b| continuous::laplace(b, 1.0, 2.0), [0x7a536668563a42d6, 0xddd8bb3a23c2ca51, 0xbff600d81e3efcc2]),
    ("logistic", |b| continuous::logistic(b, 1.0, 2.0), [0x20eade4dd7b9ec72, 0x8bbfbc894ba30194, 0x523af9ffe093ae95]),
    ("gumbel", |b| continuous::gumbel(b, 1.0, 2.0), [0x6efd74c8a7a60b89, 0x5f2f053c26b9db75, 0x95b190b81601a67b]),
    ("pareto", |b| continuous::pareto(b, 3.5), [0x773be1fd52f12a38, 0x7d537c7fe4608d0, 0xf8f6c29359f6457a]),
    ("weibull", |b| continuous::weibull(b, 1.7), [0x73e1a5936129255a, 0x9121bbfd62dc7936, 0xaf32e98c1d1de251]),
    ("power", |b| continuous::power(b, 2.5), [0xe543a89305502521, 0x25ecd80611d2966, 0xac9acd1d0c5a4b1]),
    ("rayleigh", |b| continuous::rayleigh(b, 2.5), [0x6154e19132ac8572, 0xb6971bcc5cf8ae2a, 0x65e722e35400d822]),
    ("wald", |b| continuous::wald(b, 2.5, 0.7), [0x7611dea6d1b63697, 0x2ee5869673bab1c3, 0x675600edb9c54819]),
    ("vonmises", |b| continuous::vonmises(b, 0.5, 4.0), [0x21bb3c1b620fc0b4, 0x262b8a0ac7a8a7ce, 0x8152b3309be1c26d]),
    ("vonmises small", |b| continuous::vonmises(b, 0.5, 4e-6), [0x1bec30f3968ecd42, 0x6b9be2bdbbf88f32, 0x34772fb832f62dd6]),
    ("vonmises tiny", |b| continuous::vonmises(b, 0.5, 4e-9), [0x86b10c04f3c9bf43, 0xc973351d2802bd44, 0x445bb39da433fadb]),
    ("vonmises large", |b| continuous::vonmises(b, 3.0, 4e6), [0xbc59e591dee30ec5, 0xc85f82f7922a52fe, 0x66c49fb13d61e170]),
    ("triangular", |b| continuous::triangular(b, -1.0, 0.25, 3.0), [0x4a09d8c6cc48cc22, 0x119f0f8e52b441b9, 0x4c016adb12ce2e8]),
    ("gamma", |b| gamma::gamma(b, 3.5, 2.0), [0x79a55ebcd02c9915, 0x1b12ed06b10266ec, 0x772d3d590d6934a1]),
    ("gamma small", |b| gamma::gamma(b, 0.35, 2.0), [0xb037ff7f2ca93d7, 0x58a36bc7646a8fd8, 0x4617f4b26dc5c6eb]),
    ("gamma one", |b| gamma::standard_gamma(b, 1.0), [0x24da068e76906d24, 0xadeb37d7dbb06b49, 0x5fbd87734942fd5e]),
    ("chisquare", |b| gamma::chisquare(b, 5.0), [0x3b068fa9f01d684d, 0x86c0dc1d9660ded1, 0xa40e59cb2f4363bb]),
    ("noncentral_chisquare", |b| gamma::noncentral_chisquare(b, 5.0, 2.0), [0xb9e3e4ad1ecbfa02, 0x30f64c81b8898390, 0x2d8326d195f012b2]),
    ("noncentral_chisquare small", |b| gamma::noncentral_chisquare(b, 0.5, 2.0), [0x23f0ae204e448fac, 0xfa09b93d1d0b8af2, 0xe9b859daf3884dc]),
    ("f", |b| gamma::f(b, 5.0, 7.0), [0xaf02a8d0fdd9a365, 0xbd4454dab64c128f, 0x3b0a78d9b25ecbc9]),
    ("noncentral_f", |b| gamma::noncentral_f(b, 5.0, 7.0, 1.5), [0x9c16ab8bbf40bf36, 0x6ec4d802c61a09be, 0x574582274d4e0660]),
    ("standard_t", |b| gamma::standard_t(b, 4.5), [0xe2119db6e262a3a9, 0xcf02c524fa3ed32b, 0xb99ab9049ae08c12]),
    ("beta", |b| gamma::beta(b, 2.5, 3.5), [0xafc6c023237187e7, 0x3dd9b7eeb24b1b46, 0x5650432f06c1bede]),
    ("beta small", |b| gamma::beta(b, 0.5, 0.25), [0xb54909f688c301cf, 0x145533c6104e4355, 0x9f2a8a5a626b3b2b]),
    ("beta smaller", |b| gamma::beta(b, 1e-3, 2e-3), [0x59489478f1ca0ae, 0xdadadac0c468f170, 0x5cb23c3ffd6a7ccf]),
    ("beta tiny", |b| gamma::beta(b, 1e-104, 2e-104), [0x580ebe3cb50f043e, 0xc57d880395838264, 0xebf9f8c6ccfa4180]),
];

#[rustfmt::skip]
const DISCRETE: Recorded<fn(Bits) -> i64> = &[
    ("poisson", |b| discrete::poisson(b, 3.5), [0x8813ac58bc93c1c6, 0x94b72b4dde2e8877, 0x7f9349a122b9e183]),
    ("poisson large", |b| discrete::poisson(b, 35.5), [0xbef6c0bc9279dfe9, 0x97bcf4e888eb0821, 0x4a3b415adca1817d]),
    ("poisson huge", |b| discrete::poisson(b, 1e12), [0xfa58214b1fb94a08, 0x9ddfc4f5f0275af9, 0xf2b07b7b4dd5e88b]),
    ("negative_binomial", |b| discrete::negative_binomial(b, 3.5, 0.25), [0x3de5bf8ae1ab0697, 0xa8acc25da8c683f, 0xe6da6f3562de5f0]),
    ("geometric", |b| discrete::geometric(b, 0.5), [0xab51f7803b529fb6, 0x1da3320366048fe6, 0x40762c6cf86b27c5]),
    ("geometric small", |b| discrete::geometric(b, 0.01), [0xad74044ee595a9fa, 0x82f87e525aa5fc13, 0x89aac9afe4050e40]),
    ("geometric tiny", |b| discrete::geometric(b, 1e-19), [0xc2748b642fd30463, 0xa31ff86572130ef6, 0xb67a3915752b2f9d]),
    ("logseries", |b| discrete::logseries(b, 0.9), [0x4da23cb421326a32, 0x8fcf579bfac4d221, 0xdf1c07b825dee591]),
    ("zipf", |b| discrete::zipf(b, 1.5), [0x1b1b1307e1180fae, 0x822d1252533c693e, 0x1b98caff919abf36]),
    ("zipf steep", |b| discrete::zipf(b, 4.0), [0xf2c03526542aabfc, 0xfc0ab62366bf7703, 0x7055c7de04b78776]),
    ("binomial", |b| binomial::binomial(b, 20, 0.3), [0xf1ae013021b8dacc, 0xcc829f94e8e1205, 0x18a9fa856fe7c6f9]),
    ("binomial mirrored", |b| binomial::binomial(b, 20, 0.8), [0xd979b3af2300f044, 0x750770dcf7e85e46, 0x9db9233c71a11454]),
    ("binomial btpe", |b| binomial::binomial(b, 1000, 0.3), [0xb5e5da62f4c75f2d, 0x77b2e11c46eed133, 0x3c5c594673b49db7]),
    ("binomial btpe mirrored", |b| binomial::binomial(b, 1_000_000, 0.8), [0x6ba04bb62b5d1363, 0xa495a85f06823f46, 0xe7e1ee4f75e34c95]),
    ("binomial huge", |b| binomial::binomial(b, 1 << 40, 0.5), [0x93f5fae57131276d, 0x76262461ae603936, 0x8b3370b0ac645227]),
    ("hypergeometric", |b| hypergeometric::hypergeometric(b, 8, 7, 5), [0xb0ce8ed819f47bc8, 0xa5f641e181a3a529, 0xe6a9f821efbd0ec0]),
    ("hypergeometric most", |b| hypergeometric::hypergeometric(b, 8, 7, 12), [0xf5a8262161745059, 0x926b6d8d2e456f5b, 0xc93dbe1c55762d53]),
    ("hypergeometric hrua", |b| hypergeometric::hypergeometric(b, 80, 170, 50), [0x4fee6689c54b6c50, 0x3710378633f80102, 0x30abf32a84fe62fb]),
    ("hypergeometric hrua most", |b| hypergeometric::hypergeometric(b, 800, 170, 600), [0x5dd47017ddc3b3d2, 0x75b671aebb1cace7, 0x8fc35e6543e63510]),
];

#[rustfmt::skip]
const MANY: Recorded<fn(Bits) -> f64> = &[
    ("normal", |b| continuous::normal(b, 1.5, 2.5), [0xb778c0551088f00e, 0x759f45d79ba57bc4, 0x6cf10ebebd4a5397]),
    ("exponential", |b| continuous::exponential(b, 3.0), [0x67b1c14c1aad6fa7, 0xa0c339485d49bb31, 0x9e97841a9c16b270]),
];

#[rustfmt::skip]
const SINGLE: Recorded<fn(Bits) -> f32> = &[
    ("random", BitGen::next_f32, [0xa6ba00830b43b6cd, 0xc668920257e0b525, 0x10ef3c35470ad9fc]),
    ("normal", ziggurat::standard_normal_f32, [0x77b866c961015ccd, 0xeaa0b161e8f1bcb2, 0xc73a45e94244fbe6]),
    ("exponential", ziggurat::standard_exponential_f32, [0xc37415a00303313e, 0x31c8fc851fb0d5a8, 0x24a1c5c0c092f4d3]),
    ("exponential inv", ziggurat::inverse_exponential_f32, [0x4e7b96f35476304d, 0xac9c868c241957b1, 0xfcc671b89f66b3c7]),
    ("gamma", |b| gamma::standard_gamma_f32(b, 3.5), [0x8feae8594d056d53, 0x73e0d68f71cb9685, 0x3ef0cbb96a65c770]),
    ("gamma small", |b| gamma::standard_gamma_f32(b, 0.35), [0xf04880de6af92bbd, 0x9b8303e9f1f5fa2a, 0x885b3d176fcb5bbf]),
];

#[rustfmt::skip]
const LEGACY_CONTINUOUS: Recorded<fn(Old) -> f64> = &[
    ("uniform", |v| continuous::uniform(v, -1.5, 4.25), [0xb54e8e4881ff64c, 0x418f0c7320eb5f08, 0x6bc689a428f26ae1]),
    ("normal", |v| continuous::normal(v, 1.5, 2.5), [0xae078bb31caa79bf, 0xc5ff337a4130d19c, 0x2e0975468131b1be]),
    ("exponential", |v| continuous::exponential(v, 3.0), [0x92f81fa58c9d9b23, 0x515a0238dfb95f4a, 0x4e587664028b48cc]),
    ("lognormal", |v| continuous::lognormal(v, 0.5, 0.75), [0xdcedc6b9ea9667bd, 0x36b2e12b3f4b0488, 0xf9b06354e30f408f]),
    ("standard_cauchy", |v| continuous::standard_cauchy(v), [0x840b9af805f7e852, 0xf705f4486d5f670, 0x80cc8c85ffb390f4]),
    ("laplace", |v| continuous::laplace(v, 1.0, 2.0), [0x6f9c1ba6de3bb7c9, 0xbca6907fdacfe332, 0x991659568dc2f57e]),
    ("logistic", |v| continuous::logistic(v, 1.0, 2.0), [0x2e8da0bad01f9095, 0xa8014728614e8326, 0xfef1154192f08b99]),
    ("gumbel", |v| continuous::gumbel(v, 1.0, 2.0), [0xe1de0b5b7487538, 0xc22884d18f68c4d8, 0xccb60f6fc79cb875]),
    ("pareto", |v| legacy::pareto(v, 3.5), [0x7eb47197d6b559ce, 0x4454c4a919396a27, 0xb511b7557169205c]),
    ("weibull", |v| continuous::weibull(v, 1.7), [0xfe5dffe938526342, 0xd1957e002900f871, 0xaf206f9930a1dc1d]),
    ("power", |v| legacy::power(v, 2.5), [0x474bd0577eb41219, 0x5e2deeca4eecac78, 0xbefdd199237c6375]),
    ("rayleigh", |v| legacy::rayleigh(v, 2.5), [0x4691bf0996677baf, 0xf98f182ba2598ffc, 0x92d9aa2b677d9a99]),
    ("wald", |v| legacy::wald(v, 2.5, 0.7), [0x2973d33c2c59f527, 0x3bc1c11f0ec138ad, 0x6a787dde531c05c4]),
    ("vonmises", |v| legacy::vonmises(v, 0.5, 4.0), [0x8660394491bb55e8, 0x541a9b6593fdd0d6, 0x2d41ffe4e35a3958]),
    ("vonmises large", |v| legacy::vonmises(v, 3.0, 4e6), [0x70b50296b3462281, 0x19bf7c534f6a67b7, 0x7cba8baa9aa71aa]),
    ("triangular", |v| continuous::triangular(v, -1.0, 0.25, 3.0), [0x73850bc0ef19b17c, 0x68f911fbca5ea764, 0x3bceb6f7c245c784]),
    ("gamma", |v| gamma::gamma(v, 3.5, 2.0), [0xd01b63fe6341519d, 0xe659b77bed3680b1, 0x7830dea8a3c6c6f5]),
    ("gamma small", |v| gamma::gamma(v, 0.35, 2.0), [0x1200e26aa1d4b80d, 0x31d65bf20c3520ce, 0xafb3d9017da4b285]),
    ("chisquare", |v| gamma::chisquare(v, 5.0), [0x6fee46e6e47690fb, 0xb99c863895bdde37, 0xc40aaf67f3b662ce]),
    ("noncentral_chisquare", |v| legacy::noncentral_chisquare(v, 5.0, 2.0), [0x98b831bda2e0e236, 0x469825b5bcabdfb1, 0x6dc9876cfca62a6e]),
    ("noncentral_chisquare small", |v| legacy::noncentral_chisquare(v, 0.5, 2.0), [0x9681718ed6a21151, 0x8bbf1a8b6d697621, 0x6b5bf28c739d158]),
    ("f", |v| gamma::f(v, 5.0, 7.0), [0x1b33e9c3c0a6c82a, 0x68aaac9f3c2b01d, 0x3333e0743a19c686]),
    ("noncentral_f", |v| legacy::noncentral_f(v, 5.0, 7.0, 1.5), [0xa2e0fc319457034d, 0xd6c84e19fd356ff0, 0x7a37ae0b04304fbe]),
    ("standard_t", |v| gamma::standard_t(v, 4.5), [0xd2afe5f95e0ff004, 0xd967d623e89f314, 0x44eef07358d4682f]),
    ("beta", |v| legacy::beta(v, 2.5, 3.5), [0x3b5c3f165ceeeb38, 0x4554ca78fa434263, 0xb445db086f39651f]),
    ("beta small", |v| legacy::beta(v, 0.5, 0.25), [0x3abd0e652a1e68ba, 0x8a27308120eddf5d, 0x85ccc85a2d43f01c]),
];

#[rustfmt::skip]
const LEGACY_DISCRETE: Recorded<fn(Old) -> i64> = &[
    ("poisson", |v| discrete::poisson(v, 3.5), [0xef4a019270e84acc, 0xe91e73c23a475f73, 0x4fc23ce835ea8e6]),
    ("poisson large", |v| discrete::poisson(v, 35.5), [0x2856c7195b64df1a, 0x46a1492038dfd2b9, 0x3d3de74262b7492c]),
    ("negative_binomial", |v| discrete::negative_binomial(v, 3.5, 0.25), [0xf11c4b0c6c70c1a1, 0x93b5f3313a0a7f85, 0x71ab5cb8fd740079]),
    ("geometric", |v| legacy::geometric(v, 0.5), [0x2fe3748478def6e3, 0x91c263b58af4b38b, 0xb764e4a7c20d7203]),
    ("geometric small", |v| legacy::geometric(v, 0.01), [0xcbafbc57ca1dfff9, 0x4529a6b1f07447b0, 0x6ed26b428ad5340a]),
    ("logseries", |v| legacy::logseries(v, 0.9), [0x9ba5c4be9e231c0c, 0xb313d6ad1b839383, 0x162058243b40c914]),
    ("zipf", |v| legacy::zipf(v, 1.5), [0xb0c49bddb7833eb5, 0xea04f22713843378, 0x5950bf8049be0917]),
    ("zipf steep", |v| legacy::zipf(v, 4.0), [0xfe237f13dd5b1205, 0xa7d6c33c5af15ce2, 0x14f8de2ca84c4f76]),
    ("binomial", |v| legacy::binomial(v, 20, 0.3), [0x7abdfd6e34c7908, 0xcd6377ce9846f23d, 0x20927db36965f30f]),
    ("binomial none", |v| legacy::binomial(v, 20, 0.0), [0xa1c31a9cfc4de23a, 0x624af9c82974c3da, 0x77f914c69b4b9bbb]),
    ("binomial btpe", |v| legacy::binomial(v, 1000, 0.3), [0x95124707581337c7, 0xb2dc973750b4125d, 0x448ec4f43a6befac]),
    ("hypergeometric", |v| legacy::hypergeometric(v, 8, 7, 5), [0x48beff9967d3f9ce, 0x7753dd9974e7107c, 0x3b7fe50100250a60]),
    ("hypergeometric hrua", |v| legacy::hypergeometric(v, 80, 170, 50), [0x169342946bbdcb34, 0x4b05f7db6548f977, 0x64750b7484c01303]),
    ("hypergeometric hrua most", |v| legacy::hypergeometric(v, 800, 170, 600), [0x98703026ef49f50d, 0x711860a633a114ea, 0x331e4d7fe7c11ca0]),
];

#[test]
fn generator_distributions() {
    for (name, draw, expected) in CONTINUOUS {
        check(name, expected, |bits| draw(bits).to_bits(), DRAWS);
    }
    for (name, draw, expected) in DISCRETE {
        check(name, expected, |bits| draw(bits) as u64, DRAWS);
    }
}

#[test]
fn ziggurats() {
    for (name, draw, expected) in MANY {
        check(name, expected, |bits| draw(bits).to_bits(), 10 * DRAWS);
    }
    for (name, draw, expected) in SINGLE {
        check(name, expected, |bits| draw(bits).to_bits().into(), 10 * DRAWS);
    }
}

#[test]
fn random_state_distributions() {
    for (name, draw, expected) in LEGACY_CONTINUOUS {
        check_legacy(name, expected, |old| draw(old).to_bits());
    }
    for (name, draw, expected) in LEGACY_DISCRETE {
        check_legacy(name, expected, |old| draw(old) as u64);
    }
}
