//! Spans of trees: inside the text, at characters, and each part inside its whole.

use npl::source::Span;
use npl::syntax::ast::*;

pub fn check(text: &str, block: &[Stmt]) {
    let whole = Span::new(0, text.len());
    block.iter().for_each(|statement| stmt(text, whole, statement));
}

fn inside(text: &str, outer: Span, span: Span) {
    assert!(span.start < span.end, "{span:?} is empty");
    assert!(outer.start <= span.start && span.end <= outer.end, "{span:?} is not inside {outer:?}\n{text}");
    assert!(text.get(span.range()).is_some(), "{span:?} splits a character");
}

fn stmt(text: &str, outer: Span, statement: &Stmt) {
    let span = statement.span;
    inside(text, outer, span);
    let value = |value: &Expr| expr(text, span, value);
    let body = |block: &[Stmt]| block.iter().for_each(|inner| stmt(text, span, inner));
    match &statement.kind {
        StmtKind::Expr { value: one, .. } => value(one),
        StmtKind::Assign { targets, value: one } => {
            targets.iter().for_each(value);
            value(one);
        }
        StmtKind::AugAssign { target, op_span, value: one, .. } => {
            inside(text, span, *op_span);
            value(target);
            value(one);
        }
        StmtKind::AnnAssign { target, value: one } => {
            value(target);
            one.iter().for_each(value);
        }
        StmtKind::Del(targets) => targets.iter().for_each(value),
        StmtKind::Return(one) => one.iter().for_each(value),
        StmtKind::Raise { exception, cause } => exception.iter().chain(cause).for_each(value),
        StmtKind::Assert { test, message } => {
            value(test);
            message.iter().for_each(value);
        }
        StmtKind::Global(names) | StmtKind::Nonlocal(names) => {
            names.iter().for_each(|name| inside(text, span, name.span));
        }
        StmtKind::If { test, body: then, orelse } | StmtKind::While { test, body: then, orelse } => {
            value(test);
            body(then);
            body(orelse);
        }
        StmtKind::For { target, iter, body: inner, orelse } => {
            value(target);
            value(iter);
            body(inner);
            body(orelse);
        }
        StmtKind::Def(function) => {
            inside(text, span, function.name.span);
            params(text, span, &function.params);
            body(&function.body);
        }
        StmtKind::Try { body: inner, handlers, orelse, finally } => {
            body(inner);
            for handler in handlers {
                inside(text, span, handler.span);
                handler.class.iter().for_each(|class| expr(text, handler.span, class));
                handler.body.iter().for_each(|inner| stmt(text, handler.span, inner));
            }
            body(orelse);
            body(finally);
        }
        StmtKind::With { items, body: inner } => {
            for item in items {
                value(&item.context);
                item.target.iter().for_each(value);
            }
            body(inner);
        }
        StmtKind::Import(names) => names.iter().for_each(|name| {
            name.path.iter().chain(&name.alias).for_each(|part| inside(text, span, part.span));
        }),
        StmtKind::ImportFrom { module, .. } => module.iter().for_each(|part| inside(text, span, part.span)),
        StmtKind::Pass | StmtKind::Break | StmtKind::Continue => {}
    }
}

fn params(text: &str, outer: Span, params: &Params) {
    let all = params.positional_only.iter().chain(&params.positional).chain(&params.keyword_only);
    for param in all {
        inside(text, outer, param.name.span);
        param.default.iter().for_each(|default| expr(text, outer, default));
    }
    params.args.iter().chain(&params.kwargs).for_each(|name| inside(text, outer, name.span));
}

fn expr(text: &str, outer: Span, value: &Expr) {
    let span = value.span;
    inside(text, outer, span);
    let part = |inner: &Expr| expr(text, span, inner);
    match &value.kind {
        ExprKind::FString(parts) => fstring(text, span, parts),
        ExprKind::Tuple(items)
        | ExprKind::List(items)
        | ExprKind::Set(items)
        | ExprKind::And(items)
        | ExprKind::Or(items) => items.iter().for_each(part),
        ExprKind::Dict(items) => items.iter().for_each(|item| match item {
            DictItem::Pair(key, value) => [key, value].into_iter().for_each(part),
            DictItem::Spread(mapping) => part(mapping),
        }),
        ExprKind::Matrix(rows) => rows.iter().flatten().for_each(part),
        ExprKind::Unary { operand, .. } => part(operand),
        ExprKind::Binary { op_span, left, right, .. } => {
            inside(text, span, *op_span);
            part(left);
            part(right);
        }
        ExprKind::Compare { first, rest } => {
            part(first);
            rest.iter().for_each(|(_, op_span, operand)| {
                inside(text, span, *op_span);
                part(operand);
            });
        }
        ExprKind::IfElse { test, then, orelse } => [test, then, orelse].into_iter().for_each(|inner| part(inner)),
        ExprKind::Call { callee, args } => {
            part(callee);
            args.iter().for_each(|arg| match arg {
                Arg::Positional(inner) | Arg::Star(inner) | Arg::DoubleStar(inner) => part(inner),
                Arg::Keyword(name, inner) => {
                    inside(text, span, name.span);
                    part(inner);
                }
            });
        }
        ExprKind::Attribute { value, name } => {
            part(value);
            inside(text, span, name.span);
        }
        ExprKind::Subscript { value, index } => {
            part(value);
            part(index);
        }
        ExprKind::Slice { start, stop, step } => {
            [start, stop, step].into_iter().flatten().for_each(|inner| part(inner));
        }
        ExprKind::Lambda(function) => {
            params(text, span, &function.params);
            function.body.iter().for_each(|inner| stmt(text, span, inner));
        }
        ExprKind::ListComp { element, clauses }
        | ExprKind::SetComp { element, clauses }
        | ExprKind::Generator { element, clauses } => comprehension(text, span, &[element], clauses),
        ExprKind::DictComp { key, value, clauses } => comprehension(text, span, &[key, value], clauses),
        ExprKind::Walrus { target, value } => {
            inside(text, span, target.span);
            part(value);
        }
        ExprKind::Starred(inner) => part(inner),
        _ => {}
    }
}

fn comprehension(text: &str, outer: Span, elements: &[&Expr], clauses: &[Clause]) {
    elements.iter().for_each(|element| expr(text, outer, element));
    for clause in clauses {
        expr(text, outer, &clause.target);
        expr(text, outer, &clause.iter);
        clause.conditions.iter().for_each(|condition| expr(text, outer, condition));
    }
}

fn fstring(text: &str, outer: Span, parts: &[FPart]) {
    for part in parts {
        if let FPart::Field(field) = part {
            expr(text, outer, &field.value);
            fstring(text, outer, &field.spec);
        }
    }
}
