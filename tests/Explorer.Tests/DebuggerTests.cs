using System.Diagnostics;
using System.Reflection;
using Workbook.Explorer.Controlled;

namespace Workbook.Explorer.Tests;

/// <summary>Who steps through an explored program stays in it.</summary>
public class DebuggerTests
{
    public static TheoryData<string> Called => [.. typeof(Marks).Assembly.GetTypes()
        .Where(type => type is { IsPublic: true, IsInterface: false, IsEnum: false } && type.Namespace == typeof(Marks).Namespace
            && !typeof(Attribute).IsAssignableFrom(type) && !typeof(Delegate).IsAssignableFrom(type))
        .Select(type => type.FullName!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Called))]
    public void What_rewritten_code_calls_is_stepped_over(string type) =>
        Assert.NotNull(typeof(Marks).Assembly.GetType(type)!.GetCustomAttribute<DebuggerStepThroughAttribute>());
}
