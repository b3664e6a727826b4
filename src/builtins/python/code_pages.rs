//! Encodings with one byte for each character: code pages of Windows, DOS and IBM's mainframes, ISO 8859, KOI8-R, Mac Roman.

use super::codec::{Wrong, encode_failure, handled};
use crate::value::Result;

/// One code page.
pub struct Page {
    /// Python's name, in lower case and with `-` for `_`.
    name: &'static str,
    aliases: &'static [&'static str],
    /// What bytes stand for: all 256, or those from 128 where the others are ASCII. [`NOTHING`] for a byte without a meaning.
    letters: &'static str,
}

/// Where a code page has no letter.
const NOTHING: char = '\u{fffe}';

impl Page {
    /// By its name or another one, in lower case and with `-` for `_`.
    pub fn named(name: &str) -> Option<&'static Page> {
        PAGES.iter().find(|page| page.name == name || page.aliases.contains(&name))
    }

    /// The letter of each byte.
    fn table(&self) -> Vec<char> {
        let mut table: Vec<char> = self.letters.chars().collect();
        if table.len() < 256 {
            table.splice(0..0, (0..128u8).map(char::from));
        }
        table
    }

    /// `text` in bytes.
    ///
    /// # Errors
    /// UnicodeEncodeError for a letter that the page does not have, unless `errors` says otherwise.
    pub fn encode(&self, text: &str, errors: &str) -> Result<Vec<u8>> {
        let table = self.table();
        let byte = |c: char| table.iter().position(|&known| known == c).map(|at| at as u8);
        let mut out = Vec::with_capacity(text.len());
        for (i, c) in text.chars().enumerate() {
            match byte(c) {
                Some(b) => out.push(b),
                None if errors == "strict" => {
                    let run = text.chars().skip(i).take_while(|&c| byte(c).is_none()).count();
                    return Err(encode_failure("charmap", text, i, run, "character maps to <undefined>"));
                }
                None => out.extend(handled(c, errors)?.chars().filter_map(byte)),
            }
        }
        Ok(out)
    }

    /// Bytes as text.
    ///
    /// # Errors
    /// UnicodeDecodeError for a byte without a meaning, unless `errors` says otherwise.
    pub fn decode(&self, bytes: &[u8], errors: &str) -> Result<String> {
        let table = self.table();
        let mut out = String::with_capacity(bytes.len());
        for (i, &b) in bytes.iter().enumerate() {
            match table.get(usize::from(b)) {
                Some(&c) if c != NOTHING => out.push(c),
                _ => {
                    let reason = "character maps to <undefined>";
                    Wrong { all: bytes, place: i..i + 1, encoding: "charmap", reason }.replaced(&mut out, errors)?;
                }
            }
        }
        Ok(out)
    }
}

static PAGES: &[Page] = &[
    Page {
        name: "cp1250",
        aliases: &["1250", "windows-1250"],
        letters: "€\u{fffe}‚\u{fffe}„…†‡\u{fffe}‰Š‹ŚŤŽŹ\u{fffe}‘’“”•–—\u{fffe}™š›śťžź\
                  \u{a0}ˇ˘Ł¤Ą¦§¨©Ş«¬\u{ad}®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľż\
                  ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢß\
                  ŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙",
    },
    Page {
        name: "cp1251",
        aliases: &["1251", "windows-1251"],
        letters: "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{fffe}™љ›њќћџ\
                  \u{a0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{ad}®Ї°±Ііґµ¶·ё№є»јЅѕї\
                  АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ\
                  абвгдежзийклмнопрстуфхцчшщъыьэюя",
    },
    Page {
        name: "cp1252",
        aliases: &["1252", "windows-1252"],
        letters: "€\u{fffe}‚ƒ„…†‡ˆ‰Š‹Œ\u{fffe}Ž\u{fffe}\u{fffe}‘’“”•–—˜™š›œ\u{fffe}žŸ\
                  \u{a0}¡¢£¤¥¦§¨©ª«¬\u{ad}®¯°±²³´µ¶·¸¹º»¼½¾¿\
                  ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß\
                  àáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ",
    },
    Page {
        name: "cp1253",
        aliases: &["1253", "windows-1253"],
        letters: "€\u{fffe}‚ƒ„…†‡\u{fffe}‰\u{fffe}‹\u{fffe}\u{fffe}\u{fffe}\u{fffe}\u{fffe}‘’“”•–—\u{fffe}™\u{fffe}›\u{fffe}\u{fffe}\u{fffe}\u{fffe}\
                  \u{a0}΅Ά£¤¥¦§¨©\u{fffe}«¬\u{ad}®―°±²³΄µ¶·ΈΉΊ»Ό½ΎΏ\
                  ΐΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡ\u{fffe}ΣΤΥΦΧΨΩΪΫάέήί\
                  ΰαβγδεζηθικλμνξοπρςστυφχψωϊϋόύώ\u{fffe}",
    },
    Page {
        name: "cp1254",
        aliases: &["1254", "windows-1254"],
        letters: "€\u{fffe}‚ƒ„…†‡ˆ‰Š‹Œ\u{fffe}\u{fffe}\u{fffe}\u{fffe}‘’“”•–—˜™š›œ\u{fffe}\u{fffe}Ÿ\
                  \u{a0}¡¢£¤¥¦§¨©ª«¬\u{ad}®¯°±²³´µ¶·¸¹º»¼½¾¿\
                  ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏĞÑÒÓÔÕÖ×ØÙÚÛÜİŞß\
                  àáâãäåæçèéêëìíîïğñòóôõö÷øùúûüışÿ",
    },
    Page {
        name: "cp1257",
        aliases: &["1257", "windows-1257"],
        letters: "€\u{fffe}‚\u{fffe}„…†‡\u{fffe}‰\u{fffe}‹\u{fffe}¨ˇ¸\u{fffe}‘’“”•–—\u{fffe}™\u{fffe}›\u{fffe}¯˛\u{fffe}\
                  \u{a0}\u{fffe}¢£¤\u{fffe}¦§Ø©Ŗ«¬\u{ad}®Æ°±²³´µ¶·ø¹ŗ»¼½¾æ\
                  ĄĮĀĆÄÅĘĒČÉŹĖĢĶĪĻŠŃŅÓŌÕÖ×ŲŁŚŪÜŻŽß\
                  ąįāćäåęēčéźėģķīļšńņóōõö÷ųłśūüżž˙",
    },
    Page {
        name: "cp437",
        aliases: &["437", "cspc8codepage437", "ibm437"],
        letters: "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒ\
                  áíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
                  └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\
                  αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}",
    },
    Page {
        name: "cp850",
        aliases: &["850", "cspc850multilingual", "ibm850"],
        letters: "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ\
                  áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
                  └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀\
                  ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}",
    },
    Page {
        name: "cp852",
        aliases: &["852", "cspcp852", "ibm852"],
        letters: "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×č\
                  áíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐\
                  └┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀\
                  ÓßÔŃńňŠšŔÚŕŰýÝţ´\u{ad}˝˛ˇ˘§÷¸°¨˙űŘř■\u{a0}",
    },
    Page {
        name: "cp866",
        aliases: &["866", "csibm866", "ibm866"],
        letters: "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ\
                  абвгдежзийклмноп░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
                  └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\
                  рстуфхцчшщъыьэюяЁёЄєЇїЎў°∙·√№¤■\u{a0}",
    },
    Page {
        name: "iso8859-2",
        aliases: &["csisolatin2", "iso-8859-2", "iso-8859-2-1987", "l2", "latin2"],
        letters: "\u{80}\u{81}\u{82}\u{83}\u{84}\u{85}\u{86}\u{87}\u{88}\u{89}\u{8a}\u{8b}\u{8c}\u{8d}\u{8e}\u{8f}\u{90}\u{91}\u{92}\u{93}\u{94}\u{95}\u{96}\u{97}\u{98}\u{99}\u{9a}\u{9b}\u{9c}\u{9d}\u{9e}\u{9f}\
                  \u{a0}Ą˘Ł¤ĽŚ§¨ŠŞŤŹ\u{ad}ŽŻ°ą˛ł´ľśˇ¸šşťź˝žż\
                  ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢß\
                  ŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙",
    },
    Page {
        name: "iso8859-5",
        aliases: &["csisolatincyrillic", "cyrillic", "iso-8859-5", "iso-8859-5-1988"],
        letters: "\u{80}\u{81}\u{82}\u{83}\u{84}\u{85}\u{86}\u{87}\u{88}\u{89}\u{8a}\u{8b}\u{8c}\u{8d}\u{8e}\u{8f}\u{90}\u{91}\u{92}\u{93}\u{94}\u{95}\u{96}\u{97}\u{98}\u{99}\u{9a}\u{9b}\u{9c}\u{9d}\u{9e}\u{9f}\
                  \u{a0}ЁЂЃЄЅІЇЈЉЊЋЌ\u{ad}ЎЏАБВГДЕЖЗИЙКЛМНОП\
                  РСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмноп\
                  рстуфхцчшщъыьэюя№ёђѓєѕіїјљњћќ§ўџ",
    },
    Page {
        name: "iso8859-7",
        aliases: &["csisolatingreek", "ecma-118", "elot-928", "greek", "greek8", "iso-8859-7", "iso-8859-7-1987"],
        letters: "\u{80}\u{81}\u{82}\u{83}\u{84}\u{85}\u{86}\u{87}\u{88}\u{89}\u{8a}\u{8b}\u{8c}\u{8d}\u{8e}\u{8f}\u{90}\u{91}\u{92}\u{93}\u{94}\u{95}\u{96}\u{97}\u{98}\u{99}\u{9a}\u{9b}\u{9c}\u{9d}\u{9e}\u{9f}\
                  \u{a0}‘’£€₯¦§¨©ͺ«¬\u{ad}\u{fffe}―°±²³΄΅Ά·ΈΉΊ»Ό½ΎΏ\
                  ΐΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡ\u{fffe}ΣΤΥΦΧΨΩΪΫάέήί\
                  ΰαβγδεζηθικλμνξοπρςστυφχψωϊϋόύώ\u{fffe}",
    },
    Page {
        name: "iso8859-9",
        aliases: &["csisolatin5", "iso-8859-9", "iso-8859-9-1989", "l5", "latin5"],
        letters: "\u{80}\u{81}\u{82}\u{83}\u{84}\u{85}\u{86}\u{87}\u{88}\u{89}\u{8a}\u{8b}\u{8c}\u{8d}\u{8e}\u{8f}\u{90}\u{91}\u{92}\u{93}\u{94}\u{95}\u{96}\u{97}\u{98}\u{99}\u{9a}\u{9b}\u{9c}\u{9d}\u{9e}\u{9f}\
                  \u{a0}¡¢£¤¥¦§¨©ª«¬\u{ad}®¯°±²³´µ¶·¸¹º»¼½¾¿\
                  ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏĞÑÒÓÔÕÖ×ØÙÚÛÜİŞß\
                  àáâãäåæçèéêëìíîïğñòóôõö÷øùúûüışÿ",
    },
    Page {
        name: "iso8859-15",
        aliases: &["iso-8859-15", "l9", "latin9"],
        letters: "\u{80}\u{81}\u{82}\u{83}\u{84}\u{85}\u{86}\u{87}\u{88}\u{89}\u{8a}\u{8b}\u{8c}\u{8d}\u{8e}\u{8f}\u{90}\u{91}\u{92}\u{93}\u{94}\u{95}\u{96}\u{97}\u{98}\u{99}\u{9a}\u{9b}\u{9c}\u{9d}\u{9e}\u{9f}\
                  \u{a0}¡¢£€¥Š§š©ª«¬\u{ad}®¯°±²³Žµ¶·ž¹º»ŒœŸ¿\
                  ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß\
                  àáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ",
    },
    Page {
        name: "koi8-r",
        aliases: &["cskoi8r"],
        letters: "─│┌┐└┘├┤┬┴┼▀▄█▌▐░▒▓⌠■∙√≈≤≥\u{a0}⌡°²·÷\
                  ═║╒ё╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡Ё╢╣╤╥╦╧╨╩╪╫╬©\
                  юабцдефгхийклмнопярстужвьызшэщчъ\
                  ЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ",
    },
    Page {
        name: "mac-roman",
        aliases: &["macintosh", "macroman"],
        letters: "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü\
                  †°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø\
                  ¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ\
                  ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ",
    },
    Page {
        name: "cp037",
        aliases: &[
            "037",
            "csibm037",
            "ebcdic-cp-ca",
            "ebcdic-cp-nl",
            "ebcdic-cp-us",
            "ebcdic-cp-wt",
            "ibm037",
            "ibm039",
        ],
        letters: "\u{0}\u{1}\u{2}\u{3}\u{9c}\u{9}\u{86}\u{7f}\u{97}\u{8d}\u{8e}\u{b}\u{c}\u{d}\u{e}\u{f}\u{10}\u{11}\u{12}\u{13}\u{9d}\u{85}\u{8}\u{87}\u{18}\u{19}\u{92}\u{8f}\u{1c}\u{1d}\u{1e}\u{1f}\
                  \u{80}\u{81}\u{82}\u{83}\u{84}\u{a}\u{17}\u{1b}\u{88}\u{89}\u{8a}\u{8b}\u{8c}\u{5}\u{6}\u{7}\u{90}\u{91}\u{16}\u{93}\u{94}\u{95}\u{96}\u{4}\u{98}\u{99}\u{9a}\u{9b}\u{14}\u{15}\u{9e}\u{1a}\
                  \u{20}\u{a0}âäàáãåçñ¢.<(+|&éêëèíîïìß!$*);¬\
                  -/ÂÄÀÁÃÅÇÑ¦,%_>?øÉÊËÈÍÎÏÌ`:#@'=\"\
                  Øabcdefghi«»ðýþ±°jklmnopqrªºæ¸Æ¤\
                  µ~stuvwxyz¡¿ÐÝÞ®^£¥·©§¶¼½¾[]¯¨´×\
                  {ABCDEFGHI\u{ad}ôöòóõ}JKLMNOPQR¹ûüùúÿ\
                  \\÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ\u{9f}",
    },
    Page {
        name: "cp500",
        aliases: &["500", "csibm500", "ebcdic-cp-be", "ebcdic-cp-ch", "ibm500"],
        letters: "\u{0}\u{1}\u{2}\u{3}\u{9c}\u{9}\u{86}\u{7f}\u{97}\u{8d}\u{8e}\u{b}\u{c}\u{d}\u{e}\u{f}\u{10}\u{11}\u{12}\u{13}\u{9d}\u{85}\u{8}\u{87}\u{18}\u{19}\u{92}\u{8f}\u{1c}\u{1d}\u{1e}\u{1f}\
                  \u{80}\u{81}\u{82}\u{83}\u{84}\u{a}\u{17}\u{1b}\u{88}\u{89}\u{8a}\u{8b}\u{8c}\u{5}\u{6}\u{7}\u{90}\u{91}\u{16}\u{93}\u{94}\u{95}\u{96}\u{4}\u{98}\u{99}\u{9a}\u{9b}\u{14}\u{15}\u{9e}\u{1a}\
                  \u{20}\u{a0}âäàáãåçñ[.<(+!&éêëèíîïìß]$*);^\
                  -/ÂÄÀÁÃÅÇÑ¦,%_>?øÉÊËÈÍÎÏÌ`:#@'=\"\
                  Øabcdefghi«»ðýþ±°jklmnopqrªºæ¸Æ¤\
                  µ~stuvwxyz¡¿ÐÝÞ®¢£¥·©§¶¼½¾¬|¯¨´×\
                  {ABCDEFGHI\u{ad}ôöòóõ}JKLMNOPQR¹ûüùúÿ\
                  \\÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ\u{9f}",
    },
    Page {
        name: "cp1140",
        aliases: &["1140", "ibm1140"],
        letters: "\u{0}\u{1}\u{2}\u{3}\u{9c}\u{9}\u{86}\u{7f}\u{97}\u{8d}\u{8e}\u{b}\u{c}\u{d}\u{e}\u{f}\u{10}\u{11}\u{12}\u{13}\u{9d}\u{85}\u{8}\u{87}\u{18}\u{19}\u{92}\u{8f}\u{1c}\u{1d}\u{1e}\u{1f}\
                  \u{80}\u{81}\u{82}\u{83}\u{84}\u{a}\u{17}\u{1b}\u{88}\u{89}\u{8a}\u{8b}\u{8c}\u{5}\u{6}\u{7}\u{90}\u{91}\u{16}\u{93}\u{94}\u{95}\u{96}\u{4}\u{98}\u{99}\u{9a}\u{9b}\u{14}\u{15}\u{9e}\u{1a}\
                  \u{20}\u{a0}âäàáãåçñ¢.<(+|&éêëèíîïìß!$*);¬\
                  -/ÂÄÀÁÃÅÇÑ¦,%_>?øÉÊËÈÍÎÏÌ`:#@'=\"\
                  Øabcdefghi«»ðýþ±°jklmnopqrªºæ¸Æ€\
                  µ~stuvwxyz¡¿ÐÝÞ®^£¥·©§¶¼½¾[]¯¨´×\
                  {ABCDEFGHI\u{ad}ôöòóõ}JKLMNOPQR¹ûüùúÿ\
                  \\÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ\u{9f}",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_all_bytes_and_goes_there_and_back() {
        for page in PAGES {
            let table = page.table();
            assert_eq!(table.len(), 256, "{}", page.name);
            let known: Vec<u8> = (0..=255u8).filter(|&b| table[usize::from(b)] != NOTHING).collect();
            let text = page.decode(&known, "strict").unwrap();
            assert_eq!(page.encode(&text, "strict").unwrap(), known, "{}", page.name);
        }
    }

    #[test]
    fn letters_and_errors_as_in_cpython() {
        let page = |name| Page::named(name).unwrap();
        assert_eq!(page("cp037").encode("aA ", "strict").unwrap(), [0x81, 0xc1, 0x40]);
        assert_eq!(page("windows-1252").decode(b"\x80", "strict").unwrap(), "€");
        assert_eq!(
            page("cp1252").encode("日", "strict").unwrap_err().message(),
            "'charmap' codec can't encode character '\\u65e5' in position 0: character maps to <undefined>"
        );
        assert_eq!(page("cp037").encode("日", "replace").unwrap(), b"o");
        assert_eq!(page("cp1252").decode(b"\x81", "replace").unwrap(), "\u{fffd}");
    }
}
