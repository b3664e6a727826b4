//! `a.flags`: how an array's elements lie in memory.

use crate::symbol::Symbol;
use crate::value::class::{Class, python::OBJECT};
use crate::value::convert::FromValue;
use crate::value::object::NativeObject;
use crate::value::{Array, Context, Error, Result, Value};
use std::any::Any;
use std::rc::Rc;

static FLAGS: Class = Class::new("flagsobj", "numpy._core.multiarray", &[&OBJECT]);

/// The flags of one array: they show it as it is when they are read.
pub struct Flags {
    array: Rc<Array>,
    is_array: bool,
}

impl Flags {
    pub fn new(array: Rc<Array>, is_array: bool) -> Flags {
        Flags { array, is_array }
    }

    /// A flag by its attribute name or its key.
    fn get(&self, name: &str) -> Option<bool> {
        let tensor = self.array.borrow();
        let (c, f) = (tensor.is_c_contiguous(), tensor.is_f_contiguous());
        let writeable = self.is_array && self.array.is_writeable();
        let aligned = self.array.is_aligned();
        Some(match name {
            "c_contiguous" | "contiguous" | "C_CONTIGUOUS" | "CONTIGUOUS" | "C" => c,
            "f_contiguous" | "fortran" | "F_CONTIGUOUS" | "FORTRAN" | "F" => f,
            "owndata" | "OWNDATA" | "O" => self.is_array && self.array.base().is_none(),
            "writeable" | "WRITEABLE" | "W" => writeable,
            "aligned" | "ALIGNED" | "A" => aligned,
            "writebackifcopy" | "WRITEBACKIFCOPY" | "X" => false,
            "fnc" | "FNC" => f && !c,
            "forc" | "FORC" => f || c,
            "behaved" | "BEHAVED" | "B" => aligned && writeable,
            "carray" | "CARRAY" | "CA" => aligned && writeable && c,
            "farray" | "FARRAY" | "FA" => aligned && writeable && f && !c,
            _ => return None,
        })
    }

    /// The bits of NumPy's C flags.
    fn bits(&self) -> i64 {
        let bit = |name: &str, value: i64| if self.get(name) == Some(true) { value } else { 0 };
        bit("c_contiguous", 1)
            + bit("f_contiguous", 2)
            + bit("owndata", 4)
            + bit("aligned", 0x100)
            + bit("writeable", 0x400)
    }

    fn set(&self, name: &str, value: bool) -> Result<bool> {
        match name {
            "writeable" | "WRITEABLE" | "W" => set_writeable(&self.array, value).map(|()| true),
            "writebackifcopy" | "WRITEBACKIFCOPY" | "X" if value => {
                Err(Error::value("cannot set WRITEBACKIFCOPY flag to True"))
            }
            "aligned" | "ALIGNED" | "A" if value && !self.array.borrow().is_aligned() => {
                Err(Error::value("cannot set aligned flag of mis-aligned array to True"))
            }
            "aligned" | "ALIGNED" | "A" => {
                self.array.set_aligned(value);
                Ok(true)
            }
            "writebackifcopy" | "WRITEBACKIFCOPY" | "X" => Ok(true),
            _ => Ok(false),
        }
    }
}

/// Makes an array read-only or writeable again. ValueError where what it looks at may not be written.
pub fn set_writeable(array: &Array, value: bool) -> Result<()> {
    if value {
        let forbidden = match array.base() {
            Some(Value::Array(base)) => !base.is_writeable(),
            Some(_) => true,
            None => !array.borrow().storage().is_writeable(),
        };
        if forbidden {
            return Err(Error::value("cannot set WRITEABLE flag to True of this array"));
        }
    }
    array.set_writeable(value);
    Ok(())
}

impl NativeObject for Flags {
    fn class(&self) -> &'static Class {
        &FLAGS
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        Ok(match name.as_str() {
            "num" => Some(Value::Int(self.bits())),
            lower if lower.chars().all(|c| c.is_ascii_lowercase() || c == '_') => self.get(lower).map(Value::bool),
            _ => None,
        })
    }

    fn set_attribute(&self, cx: &mut dyn Context, name: Symbol, value: &Value) -> Result<bool> {
        let value = bool::from_value(cx, value)?;
        self.set(name.as_str(), value)
    }

    fn attribute_names(&self) -> Vec<String> {
        let names = [
            "c_contiguous",
            "f_contiguous",
            "owndata",
            "writeable",
            "aligned",
            "writebackifcopy",
            "fnc",
            "forc",
            "behaved",
            "carray",
            "farray",
            "contiguous",
            "num",
        ];
        names.map(String::from).to_vec()
    }

    fn get_item(&self, _: &mut dyn Context, index: &Value) -> Result<Value> {
        let found = match index {
            Value::Str(name) if name.as_str().chars().all(|c| c.is_ascii_uppercase() || c == '_') => {
                self.get(name.as_str())
            }
            _ => None,
        };
        found.map(Value::bool).ok_or_else(|| crate::value::class::exception::KEY_ERROR.error("Unknown flag"))
    }

    fn set_item(&self, cx: &mut dyn Context, index: &Value, value: &Value) -> Result<()> {
        let value = bool::from_value(cx, value)?;
        let known = match index {
            Value::Str(name) => self.set(name.as_str(), value)?,
            _ => false,
        };
        if known { Ok(()) } else { Err(crate::value::class::exception::KEY_ERROR.error("Unknown flag")) }
    }

    fn compare(
        &self,
        _: &mut dyn Context,
        op: crate::value::object::CompareOp,
        other: &Value,
    ) -> Result<Option<Value>> {
        let Value::Object(other) = other else { return Ok(None) };
        let Some(other) = other.downcast::<Flags>() else { return Ok(None) };
        let same = self.bits() == other.bits();
        Ok(op.equality(same))
    }

    fn repr(&self) -> String {
        let names = ["C_CONTIGUOUS", "F_CONTIGUOUS", "OWNDATA", "WRITEABLE", "ALIGNED", "WRITEBACKIFCOPY"];
        let line = |name: &str| format!("  {name} : {}\n", if self.get(name) == Some(true) { "True" } else { "False" });
        names.iter().map(|name| line(name)).collect()
    }
}
