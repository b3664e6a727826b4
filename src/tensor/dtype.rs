//! Element types: `Kind` says what an element is, `DType` adds its byte order; both are small copyable values.

use super::text::TextType;
use std::cell::RefCell;
use std::fmt;

/// Units of datetime64 and timedelta64, coarse to fine.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum TimeUnit {
    Generic,
    Year,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
    Millisecond,
    Microsecond,
    Nanosecond,
    Picosecond,
    Femtosecond,
    Attosecond,
}

/// What an element is, apart from its byte order.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Kind {
    Bool,
    Int8,
    Int16,
    Int32,
    Int64,
    UInt8,
    UInt16,
    UInt32,
    UInt64,
    Float16,
    Float32,
    Float64,
    Complex64,
    Complex128,
    /// `<U{n}`: n UCS-4 code points, padded with zeros; 4·n bytes.
    Str(u32),
    /// `S{n}`: n bytes, padded with zeros.
    Bytes(u32),
    /// `V{n}`: n raw bytes.
    Void(u32),
    /// A reference to a value of the language ([`crate::tensor::object::Item`]); 16 bytes.
    Object,
    /// Text of any length, `StringDType`: references as those of `Object`, to texts alone.
    Text(TextType),
    /// Ticks of `count` units since 1970-01-01; `i64::MIN` is NaT.
    DateTime {
        unit: TimeUnit,
        count: u32,
    },
    /// A number of ticks of `count` units; `i64::MIN` is NaT.
    TimeDelta {
        unit: TimeUnit,
        count: u32,
    },
    /// Packed bytes with named fields.
    Record(&'static RecordType),
}

/// The layout of a record: fields in order. Interned: equal layouts are one allocation, compared by address.
#[derive(PartialEq, Eq, Hash, Debug)]
pub struct RecordType {
    pub fields: Vec<Field>,
    /// Bytes of one record, padding included.
    pub itemsize: usize,
    pub aligned: bool,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Field {
    pub name: String,
    pub title: Option<String>,
    pub dtype: DType,
    /// The sub-array's shape; empty for a plain field.
    pub shape: Vec<usize>,
    /// Bytes from the record's start.
    pub offset: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub enum ByteOrder {
    /// The machine's own.
    #[default]
    Native,
    /// The other one: each number is swapped when it is loaded or stored.
    Swapped,
}

/// The type of an array's elements.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct DType {
    pub kind: Kind,
    pub order: ByteOrder,
}

thread_local! {
    static RECORDS: RefCell<Vec<&'static RecordType>> = const { RefCell::new(Vec::new()) };
}

/// The kinds of number NumPy's promotion rules speak of, in its order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Category {
    Bool,
    Unsigned,
    Signed,
    Float,
    Complex,
    Other,
}

impl Kind {
    /// Bytes of one element.
    #[inline]
    pub const fn itemsize(self) -> usize {
        match self {
            Kind::Bool | Kind::Int8 | Kind::UInt8 => 1,
            Kind::Int16 | Kind::UInt16 | Kind::Float16 => 2,
            Kind::Int32 | Kind::UInt32 | Kind::Float32 => 4,
            Kind::Int64 | Kind::UInt64 | Kind::Float64 | Kind::Complex64 => 8,
            Kind::DateTime { .. } | Kind::TimeDelta { .. } => 8,
            Kind::Complex128 | Kind::Object | Kind::Text(_) => 16,
            Kind::Str(n) => 4 * n as usize,
            Kind::Bytes(n) | Kind::Void(n) => n as usize,
            Kind::Record(r) => r.itemsize,
        }
    }

    #[inline]
    pub const fn category(self) -> Category {
        match self {
            Kind::Bool => Category::Bool,
            Kind::UInt8 | Kind::UInt16 | Kind::UInt32 | Kind::UInt64 => Category::Unsigned,
            Kind::Int8 | Kind::Int16 | Kind::Int32 | Kind::Int64 => Category::Signed,
            Kind::Float16 | Kind::Float32 | Kind::Float64 => Category::Float,
            Kind::Complex64 | Kind::Complex128 => Category::Complex,
            _ => Category::Other,
        }
    }

    /// bool, integers, floats and complex numbers.
    #[inline]
    pub const fn is_numeric(self) -> bool {
        !matches!(self.category(), Category::Other)
    }

    /// int8 … uint64, without bool.
    #[inline]
    pub const fn is_integer(self) -> bool {
        matches!(self.category(), Category::Signed | Category::Unsigned)
    }

    #[inline]
    pub const fn is_float(self) -> bool {
        matches!(self.category(), Category::Float)
    }

    #[inline]
    pub const fn is_complex(self) -> bool {
        matches!(self.category(), Category::Complex)
    }

    /// float64, complex128 …: a number with a fractional part.
    pub const fn is_inexact(self) -> bool {
        self.is_float() || self.is_complex()
    }

    /// Whether elements are references to values of the language, which are counted.
    #[inline]
    pub const fn is_reference(self) -> bool {
        matches!(self, Kind::Object | Kind::Text(_))
    }

    /// Whether elements are references or hold some in their fields.
    pub fn has_references(self) -> bool {
        match self {
            Kind::Record(layout) => layout.fields.iter().any(|field| field.dtype.kind.has_references()),
            kind => kind.is_reference(),
        }
    }

    /// The natural alignment of one element in bytes.
    #[inline]
    pub const fn alignment(self) -> usize {
        match self {
            Kind::Complex64 => 4,
            Kind::Complex128 | Kind::Object | Kind::Text(_) => 8,
            Kind::Str(_) => 4,
            Kind::Bytes(_) | Kind::Void(_) => 1,
            Kind::Record(r) => {
                let (mut i, mut most) = (0, 1);
                if r.aligned {
                    let fields = r.fields.as_slice();
                    while i < fields.len() {
                        let a = fields[i].dtype.kind.alignment();
                        if a > most {
                            most = a;
                        }
                        i += 1;
                    }
                }
                most
            }
            other => other.itemsize(),
        }
    }
}

impl DType {
    pub const BOOL: DType = DType::native(Kind::Bool);
    pub const INT8: DType = DType::native(Kind::Int8);
    pub const INT16: DType = DType::native(Kind::Int16);
    pub const INT32: DType = DType::native(Kind::Int32);
    pub const INT64: DType = DType::native(Kind::Int64);
    pub const UINT8: DType = DType::native(Kind::UInt8);
    pub const UINT16: DType = DType::native(Kind::UInt16);
    pub const UINT32: DType = DType::native(Kind::UInt32);
    pub const UINT64: DType = DType::native(Kind::UInt64);
    pub const FLOAT16: DType = DType::native(Kind::Float16);
    pub const FLOAT32: DType = DType::native(Kind::Float32);
    pub const FLOAT64: DType = DType::native(Kind::Float64);
    pub const COMPLEX64: DType = DType::native(Kind::Complex64);
    pub const COMPLEX128: DType = DType::native(Kind::Complex128);
    pub const OBJECT: DType = DType::native(Kind::Object);

    #[inline]
    pub const fn native(kind: Kind) -> DType {
        DType { kind, order: ByteOrder::Native }
    }

    /// A record dtype; equal layouts give the same dtype.
    pub fn record(layout: RecordType) -> DType {
        let interned = RECORDS.with_borrow_mut(|all| match all.iter().find(|r| ***r == layout) {
            Some(r) => *r,
            None => {
                let r: &'static RecordType = Box::leak(Box::new(layout));
                all.push(r);
                r
            }
        });
        DType::native(Kind::Record(interned))
    }

    #[inline]
    pub const fn itemsize(self) -> usize {
        self.kind.itemsize()
    }

    #[inline]
    pub const fn is_native(self) -> bool {
        matches!(self.order, ByteOrder::Native)
    }

    /// The same kind in the machine's byte order.
    pub const fn to_native(self) -> DType {
        DType::native(self.kind)
    }

    /// NumPy's name: `float64`, `str96`, `datetime64[ns]`, `void64`…
    pub fn name(self) -> String {
        match self.kind {
            Kind::Bool => "bool".into(),
            Kind::Int8 => "int8".into(),
            Kind::Int16 => "int16".into(),
            Kind::Int32 => "int32".into(),
            Kind::Int64 => "int64".into(),
            Kind::UInt8 => "uint8".into(),
            Kind::UInt16 => "uint16".into(),
            Kind::UInt32 => "uint32".into(),
            Kind::UInt64 => "uint64".into(),
            Kind::Float16 => "float16".into(),
            Kind::Float32 => "float32".into(),
            Kind::Float64 => "float64".into(),
            Kind::Complex64 => "complex64".into(),
            Kind::Complex128 => "complex128".into(),
            Kind::Object => "object".into(),
            Kind::Text(_) => "StringDType128".into(),
            Kind::Str(n) if n > 0 => format!("str{}", 32 * n),
            Kind::Str(_) => "str".into(),
            Kind::Bytes(n) if n > 0 => format!("bytes{}", 8 * n),
            Kind::Bytes(_) => "bytes".into(),
            Kind::Void(n) => format!("void{}", 8 * n),
            Kind::Record(r) => format!("void{}", 8 * r.itemsize),
            Kind::DateTime { unit, count } => format!("datetime64{}", unit.suffix(count)),
            Kind::TimeDelta { unit, count } => format!("timedelta64{}", unit.suffix(count)),
        }
    }
}

impl TimeUnit {
    /// NumPy's code: `D`, `ns` …
    pub const fn code(self) -> &'static str {
        match self {
            TimeUnit::Generic => "generic",
            TimeUnit::Year => "Y",
            TimeUnit::Month => "M",
            TimeUnit::Week => "W",
            TimeUnit::Day => "D",
            TimeUnit::Hour => "h",
            TimeUnit::Minute => "m",
            TimeUnit::Second => "s",
            TimeUnit::Millisecond => "ms",
            TimeUnit::Microsecond => "us",
            TimeUnit::Nanosecond => "ns",
            TimeUnit::Picosecond => "ps",
            TimeUnit::Femtosecond => "fs",
            TimeUnit::Attosecond => "as",
        }
    }

    /// `[ns]`, `[25s]`, or nothing for the generic unit.
    pub fn suffix(self, count: u32) -> String {
        match (self, count) {
            (TimeUnit::Generic, _) => String::new(),
            (_, 1) => format!("[{}]", self.code()),
            _ => format!("[{count}{}]", self.code()),
        }
    }
}

impl fmt::Debug for DType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.is_native() { "" } else { ">" }, self.name())
    }
}
