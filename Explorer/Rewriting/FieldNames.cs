using Mono.Cecil;

namespace Workbook.Explorer.Rewriting;

/// <summary>What fields are called.</summary>
internal static class FieldNames
{
    public static int NumberOf(FieldDefinition field) =>
        FieldMap.NumberOf($"{field.Module.Assembly.Name.Name}/{field.DeclaringType.FullName}.{field.Name}", Shown(field));

    // <>1__state of <Count>d__3 is where the iterator Count stands. <Left>k__BackingField is the property Left;
    // <>c__DisplayClass0_0.left the variable left.
    private static string Shown(FieldDefinition field)
    {
        var name = field.Name.StartsWith('<') && field.Name.IndexOf('>') is var end and > 1 ? field.Name[1..end] : field.Name;
        var type = field.DeclaringType.Name;
        if (name is "<>1__state" or "<>2__current" && type.IndexOf('>') is var last and > 1)
            return name == "<>1__state" ? $"where {type[1..last]} is" : $"Current of {type[1..last]}";
        return type.StartsWith('<') ? name : $"{type}.{name}";
    }
}
