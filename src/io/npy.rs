//! The `.npy` format (NumPy enhancement proposal 1): a header that is a Python dict, then the elements' bytes.

use super::literal::{self, Literal};
use crate::tensor::dtype::{Field, RecordType};
use crate::tensor::format::dtype_code;
use crate::tensor::{ByteOrder, DType, Error, Kind, Order, Result, Tensor, TimeUnit, copy, shape};

/// What every `.npy` file begins with.
pub const MAGIC: &[u8] = b"\x93NUMPY";

/// The header must end at a multiple of this.
pub const ALIGNMENT: usize = 64;

/// Room that is kept in the header for the first length to grow in place, in digits.
pub const GROWTH_DIGITS: usize = 21;

/// A file's bytes → an array of its own.
pub fn read(bytes: &[u8]) -> Result<Tensor> {
    let header = Header::read(bytes)?;
    if header.dtype.kind == Kind::Object {
        return Err(Error::value("Object arrays cannot be loaded when allow_pickle=False"));
    }
    let size = shape::checked_size(&header.shape).ok_or_else(|| Error::value("array is too big"))?;
    let itemsize = header.dtype.itemsize();
    let wanted = size.checked_mul(itemsize).ok_or_else(|| Error::value("array is too big"))?;
    let data = bytes.get(header.data_start..).unwrap_or_default();
    let Some(data) = data.get(..wanted) else {
        if data.is_empty() && wanted > 0 {
            return Err(Error::value(format!(
                "cannot reshape array of size 0 into shape {}",
                shape::tuple_text(&header.shape)
            )));
        }
        let found = data.len() / itemsize.max(1);
        return Err(Error::value(format!(
            "cannot reshape array of size {found} into shape {}",
            shape::tuple_text(&header.shape)
        )));
    };
    let raw = Tensor::from_slice(&[wanted], data)?;
    let strides = header.strides();
    Tensor::from_parts(raw.storage().clone(), raw.offset(), header.shape.as_slice().into(), strides, header.dtype)
}

/// Bytes that are copied between two looks at the interrupt flag.
const PIECE: usize = 1 << 24;

/// An array → a file's bytes.
pub fn write(tensor: &Tensor) -> Result<Vec<u8>> {
    let dtype = tensor.dtype();
    if dtype.kind.is_reference() {
        return Err(Error::value("Object arrays cannot be saved when allow_pickle=False"));
    }
    let fortran = tensor.is_f_contiguous() && !tensor.is_c_contiguous();
    let mut out = header_bytes(tensor, fortran);
    let line = if fortran { tensor.transpose() } else { tensor.clone() };
    let whole = copy::copied(&line, Order::C)?;
    let bytes = Tensor::from_parts(
        whole.storage().clone(),
        whole.offset(),
        [whole.nbytes()].as_slice().into(),
        [1].as_slice().into(),
        DType::UINT8,
    )?;
    let bytes = bytes.as_slice::<u8>().unwrap_or(&[]);
    out.reserve_exact(bytes.len());
    for piece in bytes.chunks(PIECE) {
        crate::tensor::lanes::check_interrupt()?;
        out.extend_from_slice(piece);
    }
    Ok(out)
}

/// What a header says.
pub struct Header {
    pub dtype: DType,
    pub shape: Vec<usize>,
    pub fortran: bool,
    /// Bytes from the file's start to the first element.
    pub data_start: usize,
}

impl Header {
    pub fn read(bytes: &[u8]) -> Result<Header> {
        let bad = |what: &str| Error::value(format!("Cannot parse header: {what}"));
        let version = bytes.strip_prefix(MAGIC).and_then(|rest| rest.first()).copied();
        let (start, length) = match (version, bytes) {
            (Some(1), [_, _, _, _, _, _, _, _, a, b, ..]) => (10, u16::from_le_bytes([*a, *b]) as usize),
            (Some(2 | 3), [_, _, _, _, _, _, _, _, a, b, c, d, ..]) => {
                (12, u32::from_le_bytes([*a, *b, *c, *d]) as usize)
            }
            (Some(other), _) => {
                return Err(Error::value(format!(
                    "we only support format version (1,0), (2,0), and (3,0), not ({other}, 0)"
                )));
            }
            (None, _) => return Err(Error::value("the magic string is not correct")),
        };
        let raw = bytes.get(start..start + length).ok_or_else(|| Error::value("EOF: reading array header"))?;
        let text = match std::str::from_utf8(raw) {
            Ok(text) => text.to_string(),
            Err(_) => raw.iter().map(|&b| b as char).collect(),
        };
        let dict = literal::parse(&text).ok_or_else(|| bad(&format!("{text:?}")))?;
        let descr = dict.get("descr").ok_or_else(|| bad("no descr"))?;
        let Some(Literal::Bool(fortran)) = dict.get("fortran_order") else { return Err(bad("no fortran_order")) };
        let Some(Literal::Sequence(dims)) = dict.get("shape") else { return Err(bad("no shape")) };
        let length = |dim: &Literal| match dim {
            Literal::Int(n) => usize::try_from(*n).ok(),
            _ => None,
        };
        let shape = dims.iter().map(length).collect::<Option<Vec<_>>>().ok_or_else(|| bad("shape is not valid"))?;
        let dtype = dtype_of(descr).ok_or_else(|| Error::value("descr is not a valid dtype descriptor"))?;
        Ok(Header { dtype, shape, fortran: *fortran, data_start: start + raw.len() })
    }

    /// Strides of the elements as they lie in the file.
    pub fn strides(&self) -> shape::Strides {
        let size = self.dtype.itemsize();
        if self.fortran { shape::f_strides(&self.shape, size) } else { shape::c_strides(&self.shape, size) }
    }
}

fn header_bytes(tensor: &Tensor, fortran: bool) -> Vec<u8> {
    let order = if fortran { "True" } else { "False" };
    let dims = shape::tuple_text(tensor.shape());
    let mut text = format!("{{'descr': {}, 'fortran_order': {order}, 'shape': {dims}, }}", descr_text(tensor.dtype()));
    let growing = if fortran { tensor.shape().last() } else { tensor.shape().first() };
    if let Some(length) = growing {
        text.push_str(&" ".repeat(GROWTH_DIGITS.saturating_sub(length.to_string().len())));
    }
    let long = text.len() + 1 + 10 + ALIGNMENT > u16::MAX as usize;
    let version: u8 = if !text.is_ascii() { 3 } else { 1 + u8::from(long) };
    let prefix = if version == 1 { 10 } else { 12 };
    let padded = (prefix + text.len() + 1).next_multiple_of(ALIGNMENT) - prefix;
    text.push_str(&" ".repeat(padded - text.len() - 1));
    text.push('\n');
    let mut out = MAGIC.to_vec();
    out.extend([version, 0]);
    if version == 1 {
        out.extend((text.len() as u16).to_le_bytes());
    } else {
        out.extend((text.len() as u32).to_le_bytes());
    }
    out.extend(text.as_bytes());
    out
}

/// The dtype as the header's Python literal.
fn descr_text(dtype: DType) -> String {
    let Kind::Record(layout) = dtype.kind else { return format!("'{}'", dtype_code(dtype)) };
    let mut parts = Vec::with_capacity(layout.fields.len());
    let mut end = 0;
    for field in &layout.fields {
        if field.offset > end {
            parts.push(format!("('', '|V{}')", field.offset - end));
        }
        let name = crate::tensor::format::str_repr(&field.name);
        let dims =
            if field.shape.is_empty() { String::new() } else { format!(", {}", shape::tuple_text(&field.shape)) };
        parts.push(format!("({name}, {}{dims})", descr_text(field.dtype)));
        end = field.offset + field.dtype.itemsize() * field.shape.iter().product::<usize>();
    }
    if layout.itemsize > end {
        parts.push(format!("('', '|V{}')", layout.itemsize - end));
    }
    format!("[{}]", parts.join(", "))
}

fn dtype_of(descr: &Literal) -> Option<DType> {
    match descr {
        Literal::Text(code) => coded(code),
        Literal::Sequence(entries) => {
            let (mut fields, mut offset) = (Vec::new(), 0);
            for entry in entries {
                let Literal::Sequence(parts) = entry else { return None };
                let Literal::Text(name) = parts.first()? else { return None };
                let dtype = dtype_of(parts.get(1)?)?;
                let dims = match parts.get(2) {
                    None => Vec::new(),
                    Some(Literal::Int(n)) => vec![usize::try_from(*n).ok()?],
                    Some(Literal::Sequence(dims)) => {
                        let length =
                            |d: &Literal| if let Literal::Int(n) = d { usize::try_from(*n).ok() } else { None };
                        dims.iter().map(length).collect::<Option<Vec<_>>>()?
                    }
                    Some(_) => return None,
                };
                let size = dtype.itemsize() * dims.iter().product::<usize>();
                // A field without a name is padding.
                if !name.is_empty() {
                    fields.push(Field { name: name.clone(), title: None, dtype, shape: dims, offset });
                }
                offset += size;
            }
            Some(DType::record(RecordType { fields, itemsize: offset, aligned: false }))
        }
        _ => None,
    }
}

/// `<f8`, `|S3`, `<M8[ns]` …
fn coded(code: &str) -> Option<DType> {
    let order = match code.chars().next()? {
        '>' => ByteOrder::Swapped,
        '<' | '|' | '=' => ByteOrder::Native,
        _ => return None,
    };
    let rest = &code[1..];
    let (letter, digits) = (rest.chars().next()?, &rest[1..]);
    let number = || digits.parse::<u32>().ok();
    let kind = match (letter, digits) {
        ('b', "1") | ('?', "") => Kind::Bool,
        ('i', "1") => Kind::Int8,
        ('i', "2") => Kind::Int16,
        ('i', "4") => Kind::Int32,
        ('i', "8") => Kind::Int64,
        ('u', "1") => Kind::UInt8,
        ('u', "2") => Kind::UInt16,
        ('u', "4") => Kind::UInt32,
        ('u', "8") => Kind::UInt64,
        ('f', "2") => Kind::Float16,
        ('f', "4") => Kind::Float32,
        ('f', "8") => Kind::Float64,
        ('c', "8") => Kind::Complex64,
        ('c', "16") => Kind::Complex128,
        ('O', _) => Kind::Object,
        ('U', _) => Kind::Str(number()?),
        ('S', _) => Kind::Bytes(number()?),
        ('V', _) => Kind::Void(number()?),
        ('M', _) => {
            let (unit, count) = unit_of(digits)?;
            Kind::DateTime { unit, count }
        }
        ('m', _) => {
            let (unit, count) = unit_of(digits)?;
            Kind::TimeDelta { unit, count }
        }
        _ => return None,
    };
    let order = if kind.itemsize() > 1 && !matches!(kind, Kind::Bytes(_) | Kind::Void(_) | Kind::Object) {
        order
    } else {
        ByteOrder::Native
    };
    Some(DType { kind, order })
}

/// `8[25s]`
fn unit_of(text: &str) -> Option<(TimeUnit, u32)> {
    use TimeUnit::*;
    let Some(inner) = text.strip_prefix("8[").and_then(|t| t.strip_suffix(']')) else {
        return (text == "8").then_some((Generic, 1));
    };
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let count = if digits == 0 { 1 } else { inner[..digits].parse().ok()? };
    let all = [
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
    ];
    all.into_iter().find(|unit| unit.code() == &inner[digits..]).map(|unit| (unit, count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_numpys() {
        let file = write(&Tensor::vector(&[0i64, 1, 2]).unwrap()).unwrap();
        let dict = "{'descr': '<i8', 'fortran_order': False, 'shape': (3,), }";
        assert!(file.starts_with(
            format!("\u{93}NUMPY\u{1}\u{0}v\u{0}{dict}").chars().map(|c| c as u8).collect::<Vec<_>>().as_slice()
        ));
        assert_eq!(file.len(), 128 + 24);
        assert_eq!(read(&file).unwrap().to_vec::<i64>().unwrap(), [0, 1, 2]);
    }
}
