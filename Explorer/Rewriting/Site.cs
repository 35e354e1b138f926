namespace Workbook.Explorer.Rewriting;

/// <summary>A place in the source of the program under test.</summary>
/// <param name="Method">The method, as a person calls it.</param>
/// <param name="File">The source file; null without symbols.</param>
/// <param name="Line">The line, from 1 on; 0 without symbols.</param>
/// <param name="Column">Where the statement begins in its line, from 1 on; 0 without symbols.</param>
/// <param name="EndLine">Where it ends.</param>
/// <param name="EndColumn">One behind its last letter.</param>
internal sealed record Site(string Method, string? File, int Line, int Column = 0, int EndLine = 0, int EndColumn = 0)
{
    /// <summary><c>Account.cs:12</c>, or the method if there are no symbols.</summary>
    public override string ToString() => File is null ? Method : $"{Path.GetFileName(File)}:{Line}";
}
