//! `os.walk`: folders and what is in them, one after the other.

use super::os_error::from_io;
use super::paths::{self, PathText};
use crate::builtins::python::iterators::iterator_object;
use crate::value::class::{Class, python};
use crate::value::{Context, List, Result, Value, ops, repr};
use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

static WALK: Class = Class::new("generator", "builtins", &[&python::OBJECT]);

builtins! { OS_WALK, chapter "os: walk", spaces ["os"];
    /// Every folder below a folder, itself first, with the names of the folders and of the files in it.
    ///
    /// >>> import os
    /// >>> os.makedirs('walk_example/a'); open('walk_example/b.txt', 'w').close()
    /// >>> for folder, folders, files in os.walk('walk_example'): print(folder, folders, files)
    /// walk_example ['a'] ['b.txt']
    /// walk_example/a [] []
    /// >>> os.remove('walk_example/b.txt'); os.removedirs('walk_example/a')
    fn walk(cx, top: PathText, topdown: bool = true, onerror: Value = Value::None, followlinks: bool = false) -> Value {
        let pending = RefCell::new(vec![Step::Visit(top.0)]);
        Ok(Value::object(Walk { pending, topdown, onerror, followlinks }))
    }
}

/// What is still to be done, the next last.
enum Step {
    Visit(String),
    /// The folders of a folder, as the program has left the list.
    Descend(String, Rc<List>),
    Give(Value),
}

struct Walk {
    pending: RefCell<Vec<Step>>,
    topdown: bool,
    onerror: Value,
    followlinks: bool,
}

impl Walk {
    fn step(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        loop {
            let next = self.pending.borrow_mut().pop();
            match next {
                None => return Ok(None),
                Some(Step::Give(found)) => return Ok(Some(found)),
                Some(Step::Descend(folder, names)) => self.descend(&folder, &names),
                Some(Step::Visit(folder)) => {
                    let Some((names, found)) = self.visit(cx, &folder)? else { continue };
                    if self.topdown {
                        self.pending.borrow_mut().push(Step::Descend(folder, names));
                        return Ok(Some(found));
                    }
                    self.pending.borrow_mut().push(Step::Give(found));
                    self.descend(&folder, &names);
                }
            }
        }
    }

    fn descend(&self, folder: &str, names: &List) {
        let children =
            names.to_vec().iter().rev().map(|name| paths::join(folder, [repr::str(name).as_str()])).collect::<Vec<_>>();
        let is_link = |path: &String| std::fs::symlink_metadata(path).is_ok_and(|data| data.is_symlink());
        let wanted = children.into_iter().filter(|path| self.followlinks || !is_link(path));
        self.pending.borrow_mut().extend(wanted.map(Step::Visit));
    }

    /// The folders in a folder, and the triple that is given for it; `None` where it can't be read.
    fn visit(&self, cx: &mut dyn Context, folder: &str) -> Result<Option<(Rc<List>, Value)>> {
        let entries = std::fs::read_dir(folder).and_then(|entries| entries.collect::<std::io::Result<Vec<_>>>());
        let entries = match entries {
            Ok(entries) => entries,
            Err(error) => {
                if ops::truth(&self.onerror)? {
                    let error = Value::Exception(from_io(&error, Some(folder)).0);
                    cx.call(&self.onerror, &[error], &[])?;
                }
                return Ok(None);
            }
        };
        let (mut folders, mut files) = (Vec::new(), Vec::new());
        for entry in entries {
            let is_folder = Path::new(&entry.path()).is_dir();
            let name = Value::str(entry.file_name().to_string_lossy().into_owned());
            if is_folder { folders.push(name) } else { files.push(name) }
        }
        let folders = Rc::new(List::new(folders));
        let found = Value::tuple([Value::str(folder), Value::List(folders.clone()), Value::list(files)]);
        Ok(Some((folders, found)))
    }
}
iterator_object!(Walk, &WALK);
