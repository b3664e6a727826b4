//! `.npz`: a zip archive of `.npy` files.

use super::npy;
use crate::tensor::{Error, ErrorKind, Result, Tensor};
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Named arrays → an archive's bytes.
pub fn write(arrays: &[(String, Tensor)], compressed: bool) -> Result<Vec<u8>> {
    let method = if compressed { CompressionMethod::Deflated } else { CompressionMethod::Stored };
    let options = SimpleFileOptions::default().compression_method(method).large_file(true);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, tensor) in arrays {
        archive.start_file(format!("{name}.npy"), options).map_err(failed)?;
        archive.write_all(&npy::write(tensor)?).map_err(|error| Error::new(ErrorKind::Os, error.to_string()))?;
    }
    Ok(archive.finish().map_err(failed)?.into_inner())
}

/// An opened archive.
pub struct Archive {
    zip: ZipArchive<Cursor<Vec<u8>>>,
    /// The arrays' names, without `.npy`.
    pub names: Vec<String>,
}

impl Archive {
    pub fn open(bytes: Vec<u8>) -> Result<Archive> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(failed)?;
        let names = zip.file_names().map(|name| {
            let name = name.map_err(failed)?;
            Ok(name.strip_suffix(".npy").unwrap_or(&name).to_string())
        });
        let names = names.collect::<Result<Vec<_>>>()?;
        Ok(Archive { zip, names })
    }

    /// The array of that name; `None` where the archive has none.
    pub fn get(&mut self, name: &str) -> Result<Option<Tensor>> {
        let Some(at) = self.names.iter().position(|known| known == name) else { return Ok(None) };
        let mut file = self.zip.by_index(at).map_err(failed)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(|error| Error::new(ErrorKind::Os, error.to_string()))?;
        npy::read(&bytes).map(Some)
    }
}

fn failed(error: zip::result::ZipError) -> Error {
    Error::value(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn archives_round_trip() {
        let arrays = [("a".to_string(), Tensor::vector(&[1.5, 2.5]).unwrap())];
        for compressed in [false, true] {
            let mut archive = Archive::open(write(&arrays, compressed).unwrap()).unwrap();
            assert_eq!(archive.names, ["a"]);
            assert_eq!(archive.get("a").unwrap().unwrap().to_vec::<f64>().unwrap(), [1.5, 2.5]);
            assert!(archive.get("b").unwrap().is_none());
        }
    }
}
