//! `with`: enters a context manager, and leaves it however the block ends.

use super::Interp;
use super::code::With;
use super::function::Flow;
use super::raised::Run;
use crate::value::class::class_of;
use crate::value::{Error, Value};

impl Interp {
    #[inline(never)]
    pub(super) fn with(&mut self, node: &With) -> Run<Flow> {
        let span = node.context.span;
        let manager = self.eval(&node.context)?;
        let Value::Object(object) = &manager else {
            let class = class_of(&manager).qualified_name();
            let message = format!("'{class}' object does not support the context manager protocol");
            return Err(self.at(Error::type_error(message), span));
        };
        self.span = span;
        let entered = object.enter(self, &manager).map_err(|error| self.at(error, span))?;
        let result = match &node.target {
            Some(target) => self.assign(target, entered),
            None => Ok(()),
        };
        match result.and_then(|()| self.block(&node.body)).map_err(Error::from) {
            Ok(flow) => {
                self.span = span;
                object.exit(self, None).map_err(|error| self.at(error, span))?;
                Ok(flow)
            }
            Err(error) => {
                self.span = span;
                let exit = |interp: &mut Interp| object.exit(interp, Some(&error));
                let swallowed = self.while_handling(&error, exit).map_err(|new| self.at(new, span))?;
                if swallowed { Ok(Flow::Next) } else { Err(error.into()) }
            }
        }
    }
}
