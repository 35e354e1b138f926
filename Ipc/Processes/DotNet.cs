using System.Runtime.InteropServices;

namespace Workbook.Ipc.Processes;

/// <summary>What a child is started with.</summary>
internal static class DotNet
{
    /// <summary>The <c>dotnet</c> that runs this process, wherever it is: three folders above its class library.</summary>
    public static string Path { get; } = Find();

    /// <summary>The program of the child: this library.</summary>
    /// <exception cref="NotSupportedException">The library is not a file, or what it needs to run is not beside it.</exception>
    public static string ChildHost { get; } = FindHost();

    private static string Find()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var aboveTheRuntime = System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(),
            "../../..", name));
        return File.Exists(aboveTheRuntime)
            ? aboveTheRuntime
            : throw new NotSupportedException($"A child needs the dotnet command, and it is not at {aboveTheRuntime}; "
                + "a self-contained program cannot start children.");
    }

    private static string FindHost()
    {
        var library = typeof(DotNet).Assembly.Location;
        if (library.Length == 0 || !File.Exists(System.IO.Path.ChangeExtension(library, ".runtimeconfig.json")))
        {
            throw new NotSupportedException(
                "A child needs Workbook.Ipc.dll and Workbook.Ipc.runtimeconfig.json as files beside the program.");
        }
        return library;
    }
}
