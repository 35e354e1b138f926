using System.Runtime.CompilerServices;

namespace Workbook.Tests.Support;

/// <summary>Stands in for VerifyXunit.Verifier where that package is not taken: the same call, the same files.</summary>
internal static class Verifier
{
    /// <summary>Compares <paramref name="target"/> with <c>Class.Method.verified.txt</c> beside the test's source file.</summary>
    /// <remarks>The class is taken from the file's name: one test class a file.</remarks>
    public static Task Verify(string? target, [CallerFilePath] string sourceFile = "", [CallerMemberName] string method = "")
    {
        var folder = Path.GetDirectoryName(sourceFile)!;
        return new Snapshot(folder, $"{Path.GetFileNameWithoutExtension(sourceFile)}.{method}").Compare(target ?? "null");
    }
}
