// An array with more than one dimension has methods, which the runtime makes: Get(i, j), Set(i, j, value) and Address(i, j).
// Where an element lies is asked with Address first:
//
//      array i j    (i, j aside)   array array i j   Address   Marks.ReadRectangular   (i, j back)   array i j   Get

using Mono.Cecil;
using Mono.Cecil.Cil;
using static Workbook.Explorer.Rewriting.MarkedMethod;

namespace Workbook.Explorer.Rewriting;

/// <summary>Marks of the elements of arrays with more than one dimension.</summary>
internal static class RectangularMarks
{
    public static void Add(MarkedMethod method, Instruction instruction, MethodReference called)
    {
        var (editor, array) = (method.Editor, (ArrayType)called.DeclaringType);
        if (called.Name is not ("Get" or "Set" or "Address")) return;
        if (called.Name == "Set")
        {
            var value = editor.Local(array.ElementType);
            editor.Before([Store(value), .. Before(method, instruction, array, "WriteRectangular"), Load(value)]);
        }
        else if (called.Name == "Get") editor.Before(Before(method, instruction, array, "ReadRectangular"));
        else
        {
            var indices = Indices(method, array);
            editor.Before([.. indices.Reverse().Select(Store), Dup(), .. indices.Select(Load)]);
            editor.After(SizeOf(array.ElementType), method.Call("RectangularAddress"));
        }
    }

    private static Instruction[] Before(MarkedMethod method, Instruction instruction, ArrayType array, string mark)
    {
        var indices = Indices(method, array);
        return
        [
            .. indices.Reverse().Select(Store), Dup(), Dup(), .. indices.Select(Load), Instruction.Create(OpCodes.Readonly),
            Instruction.Create(OpCodes.Call, AddressOf(array, method.Module)), SizeOf(array.ElementType),
                method.Site(instruction), method.Call(mark),
            .. indices.Select(Load),
        ];
    }

    private static VariableDefinition[] Indices(MarkedMethod method, ArrayType array) =>
        [.. Enumerable.Range(0, array.Rank).Select(dimension =>
            method.Editor.Local(method.Module.TypeSystem.Int32, $"index {dimension}"))];

    private static MethodReference AddressOf(ArrayType array, ModuleDefinition module)
    {
        var address = new MethodReference("Address", new ByReferenceType(array.ElementType), array) { HasThis = true };
        for (var i = 0; i < array.Rank; i++) address.Parameters.Add(new ParameterDefinition(module.TypeSystem.Int32));
        return address;
    }
}
