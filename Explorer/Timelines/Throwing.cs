using System.Diagnostics;
using System.Runtime.Loader;

namespace Workbook.Explorer.Timelines;

/// <summary>Where in the program an exception was thrown.</summary>
internal static class Throwing
{
    /// <summary>The innermost line of rewritten code; none without symbols.</summary>
    public static (string? File, int Line) PlaceOf(Exception exception)
    {
        foreach (var frame in new StackTrace(exception, fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetMethod()?.DeclaringType is not { } type
                || AssemblyLoadContext.GetLoadContext(type.Assembly) is not { IsCollectible: true }) continue;
            return (frame.GetFileName(), frame.GetFileLineNumber());
        }
        return (null, 0);
    }
}
