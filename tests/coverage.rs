//! NumPy's public names held against the library: each is there, or stands in `tests/coverage/absent.txt` with its reason.
//! `tests/coverage/names.txt` was listed by `tests/coverage/list_names.py` from NumPy itself.

use super::replay;
use npl::session::Mode;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Namespace or object → its public names in NumPy.
fn numpy_names() -> Vec<(&'static str, Vec<&'static str>)> {
    let lines = include_str!("coverage/names.txt").lines().filter(|line| !line.is_empty());
    lines
        .map(|line| line.split_once(": ").expect("a namespace, a colon, names"))
        .map(|(s, n)| (s, n.split(' ').collect()))
        .collect()
}

/// `space.name`, or `space.*` for all of a space's names → why it is absent.
fn absent() -> BTreeMap<&'static str, &'static str> {
    let lines = include_str!("coverage/absent.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| line.split_once(" — ").unwrap_or_else(|| panic!("{line}: no reason"))).collect()
}

/// The reason of `name`, which may stand for its whole namespace.
fn reason(reasons: &BTreeMap<&'static str, &'static str>, name: &str) -> Option<&'static str> {
    let space = name.rsplit_once('.').map_or("", |(space, _)| space);
    reasons.get(name).or_else(|| reasons.get(format!("{space}.*").as_str())).copied()
}

/// Names of `space` that NPL does not have, asked of NPL itself.
fn missing(space: &str, names: &[&str]) -> Vec<String> {
    let program = format!(
        "import warnings\nwarnings.simplefilter('ignore')\ndef has(n):\n    try:\n        return hasattr(o, n)\n    except Exception:\n        return \
         True\nfor n in {:?}.split():\n    if not has(n): print(n)\n",
        names.join(" ")
    );
    let object = match space.strip_prefix('=') {
        Some(expression) => format!("import numpy as np\no = {expression}\n"),
        None => format!("import {space}\no = {space}\n"),
    };
    let run = replay::run("", &format!("{object}{program}"), Mode::Script);
    match run.error {
        None => run.printed.lines().map(str::to_string).collect(),
        Some(_) => names.iter().map(|name| name.to_string()).collect(),
    }
}

/// As the page shows them: the object's expression without its mark.
fn title(space: &str) -> String {
    match space.strip_prefix('=') {
        Some(expression) => format!("Attributes of `{expression}`"),
        None => format!("`{space}`"),
    }
}

/// The page on coverage: every NumPy name as present, partial or absent.
pub fn page() -> String {
    let (reasons, spaces) = (absent(), numpy_names());
    let lacking = replay::each(&spaces, |(space, names)| missing(space, names));
    let mut page = String::from(
        "# NumPy's names in NPL\n\nMade by the tests from the library itself, against the public names of NumPy 2.4. *Partial* names say on \
         their page what they lack; absent ones stand below with their reason.\n",
    );
    let partial: BTreeMap<&str, &str> = npl::builtins::chapters::all()
        .flat_map(|chapter| chapter.items)
        .filter_map(|item| Some((item.name, *item.attribute("short")?.first()?)))
        .collect();
    let mut present = 0;
    let mut all = 0;
    let mut body = String::new();
    for ((space, names), lacking) in spaces.iter().zip(&lacking) {
        let there: Vec<&&str> = names.iter().filter(|name| !lacking.iter().any(|l| l == *name)).collect();
        present += there.len();
        all += names.len();
        let _ = write!(body, "\n## {}\n\n{} of {} names.\n", title(space), there.len(), names.len());
        let whole: Vec<String> =
            there.iter().filter(|n| !partial.contains_key(**n)).map(|n| format!("`{n}`")).collect();
        let _ = write!(body, "\nPresent: {}\n", whole.join(" "));
        let some: Vec<String> =
            there.iter().filter_map(|n| partial.get(**n).map(|short| format!("`{n}` ({short})"))).collect();
        if !some.is_empty() {
            let _ = write!(body, "\nPartial: {}\n", some.join("; "));
        }
        let mut absences: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for name in lacking {
            let reason = reason(&reasons, &format!("{space}.{name}")).unwrap_or("without a reason");
            absences.entry(reason).or_default().push(format!("`{name}`"));
        }
        for (reason, names) in absences {
            let _ = write!(body, "\nAbsent ({reason}): {}\n", names.join(" "));
        }
    }
    let _ = write!(page, "\n{present} of {all} names are there.\n{body}");
    page
}

#[test]
fn what_is_absent_has_a_reason() {
    let (reasons, spaces) = (absent(), numpy_names());
    let lacking = replay::each(&spaces, |(space, names)| missing(space, names));
    let mut lacking: Vec<String> = spaces
        .iter()
        .zip(&lacking)
        .flat_map(|((space, _), names)| names.iter().map(move |name| format!("{space}.{name}")))
        .collect();
    lacking.sort();
    let unnamed: Vec<&String> = lacking.iter().filter(|name| reason(&reasons, name).is_none()).collect();
    assert!(unnamed.is_empty(), "absent without a reason in tests/coverage/absent.txt: {unnamed:#?}");
    let stands_for = |line: &str, name: &str| match line.strip_suffix('*') {
        Some(space) => name.starts_with(space),
        None => line == name,
    };
    let there: Vec<&&str> = reasons.keys().filter(|line| !lacking.iter().any(|name| stands_for(line, name))).collect();
    assert!(there.is_empty(), "no longer absent: {there:#?}");
}
