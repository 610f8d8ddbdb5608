#!/usr/bin/env python3
"""Checks exported models with the ONNX project's own checker and strict shape inference.

    exporter/src/check/check_onnx.py M.onnx ...

Needs Python's onnx package (Debian, Ubuntu: apt install python3-onnx); no build depends on it.
Prints one line for each model and ends with 1 if one of them is not valid.
"""

import sys

import onnx
from onnx import checker, shape_inference


def shape_text(value):
    dimensions = value.type.tensor_type.shape.dim
    sizes = [d.dim_param or (str(d.dim_value) if d.HasField("dim_value") else "?") for d in dimensions]
    return "%s[%s]" % (value.name, ", ".join(sizes))


def inferred_model(model):
    """The model with shapes of all values, found without those that its outputs declare."""
    bare = onnx.ModelProto()
    bare.CopyFrom(model)
    for output in bare.graph.output:
        output.type.tensor_type.ClearField("shape")
    return shape_inference.infer_shapes(bare, check_type=True, strict_mode=True, data_prop=True)


def agree(declared, found):
    a, b = declared.type.tensor_type.shape.dim, found.type.tensor_type.shape.dim
    sizes = [(x.dim_value, y.dim_value) for x, y in zip(a, b) if x.HasField("dim_value") and y.HasField("dim_value")]
    return len(a) == len(b) and all(x == y for x, y in sizes)


def check(path):
    # By its path: the checker then also looks for external data, and has no limit of 2 GB.
    checker.check_model(path, full_check=True)
    model = onnx.load(path, load_external_data=False)
    inferred = inferred_model(model)
    values = list(inferred.graph.value_info) + list(inferred.graph.output)
    known = {value.name for value in values if value.type.tensor_type.HasField("shape")}
    made = [name for node in model.graph.node for name in node.output]
    for declared, found in zip(model.graph.output, inferred.graph.output):
        if found.name in known and not agree(declared, found):
            raise ValueError("%s is declared, %s inferred" % (shape_text(declared), shape_text(found)))
    return "valid: IR %d, opset %d, %d nodes, %d of %d values with inferred shapes; outputs %s" % (
        model.ir_version,
        model.opset_import[0].version,
        len(model.graph.node),
        sum(name in known for name in made),
        len(made),
        "; ".join(shape_text(output) for output in inferred.graph.output),
    )


def main(paths):
    if not paths:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    failures = 0
    for path in paths:
        try:
            print("%s: %s" % (path, check(path)))
        except Exception as problem:  # whatever the checker throws is its verdict
            failures += 1
            print("%s: NOT VALID: %s" % (path, problem))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
