//! Syntax trees → compact s-expressions, for fixtures and for comparison with another parser.

use npl::syntax::ast::*;
use std::fmt::Write;

/// A block, one statement a line, inner blocks indented.
pub fn block(statements: &[Stmt]) -> String {
    let mut out = String::new();
    for statement in statements {
        stmt(statement, 0, &mut out);
    }
    out
}

fn line(depth: usize, text: &str, out: &mut String) {
    let _ = writeln!(out, "{:indent$}{text}", "", indent = depth * 2);
}

fn inner(name: &str, statements: &[Stmt], depth: usize, out: &mut String) {
    if !statements.is_empty() {
        line(depth, name, out);
        statements.iter().for_each(|statement| stmt(statement, depth + 1, out));
    }
}

fn stmt(statement: &Stmt, depth: usize, out: &mut String) {
    let text = match &statement.kind {
        StmtKind::Expr { value, quiet } => format!("{}{}", expr(value), if *quiet { " ;" } else { "" }),
        StmtKind::Assign { targets, value } => format!("(= {} {})", list(targets), expr(value)),
        StmtKind::AugAssign { target, op, value, .. } => format!("({op:?}= {} {})", expr(target), expr(value)),
        StmtKind::AnnAssign { target, value } => format!("(: {}{})", expr(target), optional(value.as_ref())),
        StmtKind::Del(targets) => format!("(del {})", list(targets)),
        StmtKind::Pass => "pass".into(),
        StmtKind::Break => "break".into(),
        StmtKind::Continue => "continue".into(),
        StmtKind::Return(value) => format!("(return{})", optional(value.as_ref())),
        StmtKind::Raise { exception, cause } => {
            format!("(raise{}{})", optional(exception.as_ref()), optional(cause.as_ref()))
        }
        StmtKind::Assert { test, message } => format!("(assert {}{})", expr(test), optional(message.as_ref())),
        StmtKind::Global(names) => format!("(global {})", idents(names, " ")),
        StmtKind::Nonlocal(names) => format!("(nonlocal {})", idents(names, " ")),
        StmtKind::Import(names) => {
            let names = names.iter().map(|name| format!(" {}{}", idents(&name.path, "."), alias(&name.alias)));
            format!("(import{})", names.collect::<String>())
        }
        StmtKind::ImportFrom { module, level, names } => {
            let names = match names {
                ImportNames::Star(_) => " *".into(),
                ImportNames::Names(names) => {
                    names.iter().map(|(name, other)| format!(" {}{}", name.name, alias(other))).collect::<String>()
                }
            };
            format!("(from {level} {}{names})", idents(module, "."))
        }
        StmtKind::If { test, body, orelse } => {
            line(depth, &format!("if {}", expr(test)), out);
            inner("then", body, depth, out);
            return inner("else", orelse, depth, out);
        }
        StmtKind::While { test, body, orelse } => {
            line(depth, &format!("while {}", expr(test)), out);
            inner("do", body, depth, out);
            return inner("else", orelse, depth, out);
        }
        StmtKind::For { target, iter, body, orelse } => {
            line(depth, &format!("for {} in {}", expr(target), expr(iter)), out);
            inner("do", body, depth, out);
            return inner("else", orelse, depth, out);
        }
        StmtKind::Def(function) => {
            let doc = function.doc.as_ref().map_or(String::new(), |doc| format!(" doc {}", string(doc)));
            line(depth, &format!("def {} {}{doc}", function.name.name, params(&function.params)), out);
            return inner("do", &function.body, depth, out);
        }
        StmtKind::Try { body, handlers, orelse, finally } => {
            line(depth, "try", out);
            inner("do", body, depth, out);
            for handler in handlers {
                let class = optional(handler.class.as_ref());
                let name = handler.name.map_or(String::new(), |name| format!(" as {}", name.name));
                inner(&format!("except{class}{name}"), &handler.body, depth, out);
            }
            inner("else", orelse, depth, out);
            return inner("finally", finally, depth, out);
        }
        StmtKind::With { items, body } => {
            let items = items.iter().map(|item| {
                let target = item.target.as_ref().map_or(String::new(), |target| format!(" as {}", expr(target)));
                format!(" {}{target}", expr(&item.context))
            });
            line(depth, &format!("with{}", items.collect::<String>()), out);
            return inner("do", body, depth, out);
        }
    };
    line(depth, &text, out);
}

fn optional(value: Option<&Expr>) -> String {
    value.map_or(String::new(), |value| format!(" {}", expr(value)))
}

fn idents(names: &[Ident], between: &str) -> String {
    names.iter().map(|name| name.name.as_str()).collect::<Vec<_>>().join(between)
}

fn alias(name: &Option<Ident>) -> String {
    name.map_or(String::new(), |name| format!(":{}", name.name))
}

fn list(values: &[Expr]) -> String {
    values.iter().map(expr).collect::<Vec<_>>().join(" ")
}

fn params(params: &Params) -> String {
    let one = |param: &Param| match &param.default {
        Some(default) => format!("{}={}", param.name.name, expr(default)),
        None => param.name.name.to_string(),
    };
    let mut all: Vec<String> = params.positional_only.iter().map(one).collect();
    if !all.is_empty() {
        all.push("/".into());
    }
    all.extend(params.positional.iter().map(one));
    match params.args {
        Some(name) => all.push(format!("*{}", name.name)),
        None if !params.keyword_only.is_empty() => all.push("*".into()),
        None => {}
    }
    all.extend(params.keyword_only.iter().map(one));
    all.extend(params.kwargs.map(|name| format!("**{}", name.name)));
    format!("({})", all.join(" "))
}

/// One expression.
pub fn expr(value: &Expr) -> String {
    match &value.kind {
        ExprKind::None => "None".into(),
        ExprKind::True => "True".into(),
        ExprKind::False => "False".into(),
        ExprKind::Ellipsis => "...".into(),
        ExprKind::Int(value) => value.to_string(),
        ExprKind::BigInt { digits, radix } => format!("(big {radix} {digits})"),
        ExprKind::Float(value) => format!("{value:e}"),
        ExprKind::Imaginary(value) => format!("{value:e}j"),
        ExprKind::Str(text) => string(text),
        ExprKind::Bytes(bytes) => {
            format!("b{}", string(&bytes.iter().map(|&byte| byte as char).collect::<String>()))
        }
        ExprKind::FString(parts) => format!("(f{})", fparts(parts)),
        ExprKind::Name(name) => name.to_string(),
        ExprKind::Tuple(items) => node("tuple", items),
        ExprKind::List(items) => node("list", items),
        ExprKind::Set(items) => node("set", items),
        ExprKind::Dict(items) => {
            let items = items.iter().map(|item| match item {
                DictItem::Pair(key, value) => format!(" {}:{}", expr(key), expr(value)),
                DictItem::Spread(value) => format!(" **{}", expr(value)),
            });
            format!("(dict{})", items.collect::<String>())
        }
        ExprKind::Matrix(rows) => {
            format!("(matrix {})", rows.iter().map(|row| list(row)).collect::<Vec<_>>().join("; "))
        }
        ExprKind::Unary { op, operand } => format!("({op:?} {})", expr(operand)),
        ExprKind::Binary { op, left, right, .. } => format!("({op:?} {} {})", expr(left), expr(right)),
        ExprKind::And(items) => node("and", items),
        ExprKind::Or(items) => node("or", items),
        ExprKind::Compare { first, rest } => {
            let rest = rest.iter().map(|(op, _, value)| format!(" {op:?} {}", expr(value)));
            format!("(cmp {}{})", expr(first), rest.collect::<String>())
        }
        ExprKind::IfElse { test, then, orelse } => format!("(if {} {} {})", expr(test), expr(then), expr(orelse)),
        ExprKind::Call { callee, args } => {
            let args = args.iter().map(|arg| match arg {
                Arg::Positional(value) => format!(" {}", expr(value)),
                Arg::Keyword(name, value) => format!(" {}={}", name.name, expr(value)),
                Arg::Star(value) => format!(" *{}", expr(value)),
                Arg::DoubleStar(value) => format!(" **{}", expr(value)),
            });
            format!("(call {}{})", expr(callee), args.collect::<String>())
        }
        ExprKind::Attribute { value, name } => format!("(. {} {})", expr(value), name.name),
        ExprKind::Subscript { value, index } => format!("([] {} {})", expr(value), expr(index)),
        ExprKind::Slice { start, stop, step } => {
            let part = |value: &Option<Box<Expr>>| value.as_ref().map_or("_".into(), |value| expr(value));
            format!("(slice {} {} {})", part(start), part(stop), part(step))
        }
        ExprKind::Lambda(function) => {
            let body = match function.body.first().map(|statement| &statement.kind) {
                Some(StmtKind::Return(Some(value))) => expr(value),
                _ => "?".into(),
            };
            format!("(lambda {} {body})", params(&function.params))
        }
        ExprKind::ListComp { element, clauses } => format!("(listcomp {}{})", expr(element), clauses_text(clauses)),
        ExprKind::SetComp { element, clauses } => format!("(setcomp {}{})", expr(element), clauses_text(clauses)),
        ExprKind::Generator { element, clauses } => format!("(gen {}{})", expr(element), clauses_text(clauses)),
        ExprKind::DictComp { key, value, clauses } => {
            format!("(dictcomp {}:{}{})", expr(key), expr(value), clauses_text(clauses))
        }
        ExprKind::Walrus { target, value } => format!("(:= {} {})", target.name, expr(value)),
        ExprKind::Starred(value) => format!("*{}", expr(value)),
    }
}

fn node(name: &str, items: &[Expr]) -> String {
    if items.is_empty() { format!("({name})") } else { format!("({name} {})", list(items)) }
}

fn clauses_text(clauses: &[Clause]) -> String {
    let one = |clause: &Clause| {
        let conditions = clause.conditions.iter().map(|condition| format!(" if {}", expr(condition)));
        format!(" for {} in {}{}", expr(&clause.target), expr(&clause.iter), conditions.collect::<String>())
    };
    clauses.iter().map(one).collect()
}

fn fparts(parts: &[FPart]) -> String {
    let one = |part: &FPart| match part {
        FPart::Text(text) => format!(" {}", string(text)),
        FPart::Field(field) => {
            let debug = field.debug.as_ref().map_or(String::new(), |text| format!(" = {}", string(text)));
            let conversion = field.conversion.map_or(String::new(), |conversion| format!(" !{conversion:?}"));
            let spec = if field.spec.is_empty() { String::new() } else { format!(" :{}", fparts(&field.spec)) };
            format!(" {{{}{debug}{conversion}{spec}}}", expr(&field.value))
        }
    };
    parts.iter().map(one).collect()
}

fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            ' '..='~' => out.push(c),
            c => {
                let _ = write!(out, "\\{{{:x}}}", c as u32);
            }
        }
    }
    out.push('"');
    out
}
