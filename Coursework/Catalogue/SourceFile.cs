using System.Diagnostics;

namespace Workbook.Coursework.Catalogue;

/// <summary>A file of C#, in memory.</summary>
/// <param name="Path">Where it is, or would be; messages and debuggers refer to it.</param>
/// <param name="Text">What is in it.</param>
[DebuggerDisplay("{Path,nq}")]
public sealed record SourceFile(string Path, string Text)
{
    /// <summary>The last part of the path: <c>TicketOffice.cs</c>.</summary>
    public string Name => System.IO.Path.GetFileName(Path);
}
