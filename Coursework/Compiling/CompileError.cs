namespace Workbook.Coursework.Compiling;

/// <summary>Why a candidate does not compile.</summary>
/// <param name="File">The file; empty: it is about no place in particular.</param>
/// <param name="Line">From 1; 0: none.</param>
/// <param name="Column">From 1; 0: none.</param>
/// <param name="Length">How many characters of the line it is about, at least 1.</param>
/// <param name="Code">The compiler's number, <c>CS1002</c>; empty: the compiler does not say so, but we.</param>
/// <param name="Message">What the compiler says.</param>
/// <param name="Source">The line itself; empty: none.</param>
/// <param name="Help">A sentence for the common ones; empty: none.</param>
public sealed record CompileError(string File, int Line, int Column, int Length, string Code, string Message, string Source,
    string Help);
