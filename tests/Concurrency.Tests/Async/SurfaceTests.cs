using System.Reflection;
using System.Text;

namespace Workbook.Concurrency.Tests.Async;

/// <summary>What others compile against. Who changes it sees it here, and has to mean it: the names and parameters that are
/// those of Nito.AsyncEx 5.1.2 stay as they are.</summary>
public sealed class SurfaceTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public async Task The_public_surface_of_the_async_family()
    {
        var text = new StringBuilder();
        var family = typeof(AsyncLock).Assembly.GetExportedTypes()
            .Where(type => type.Namespace!.StartsWith(typeof(AsyncLock).Namespace!, StringComparison.Ordinal))
            .OrderBy(type => type.FullName, StringComparer.Ordinal);
        foreach (var type in family)
        {
            text.Append(type.FullName).Append('\n');
            foreach (var line in type.GetMembers(Declared).Select(Line).OfType<string>().Order(StringComparer.Ordinal))
                text.Append("    ").Append(line).Append('\n');
        }
        await Verify(text.ToString().TrimEnd());
    }

    private static string? Line(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $"new({Parameters(constructor)})",
        MethodInfo { IsSpecialName: false } or MethodInfo { Name: "op_Implicit" } =>
            $"{member.Name}({Parameters((MethodInfo)member)}) : {Name(((MethodInfo)member).ReturnType)}",
        PropertyInfo property => $"{property.Name} {{{(property.CanRead ? " get" : "")}{(property.SetMethod?.IsPublic == true ? " set" : "")} }}"
            + $" : {Name(property.PropertyType)}",
        FieldInfo { IsLiteral: true } field => $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue())}",
        _ => null,
    };

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}"));

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;
}
