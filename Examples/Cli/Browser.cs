using System.ComponentModel;
using System.Diagnostics;

namespace Workbook.Examples.Cli;

/// <summary>The browser of whoever sits at this machine.</summary>
internal static class Browser
{
    /// <summary>Opens a file in it, and does not wait for it.</summary>
    /// <returns>Null; or why there is none.</returns>
    public static string? Open(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows()) return Start(new ProcessStartInfo(path) { UseShellExecute = true });
            if (OperatingSystem.IsMacOS()) return Start(new ProcessStartInfo("open") { ArgumentList = { path } });
            // Without a display xdg-open would run a browser for text, in this terminal.
            if (!HasDisplay()) return "there is no display";
            if (!HasXdgOpen()) return "there is no xdg-open (package xdg-utils)";
            // What a browser prints, for as long as it is open, is no output of ours.
            return Start(new ProcessStartInfo("/bin/sh")
            {
                ArgumentList = { "-c", "xdg-open \"$1\" >/dev/null 2>&1 </dev/null &", "sh", path },
            });
        }
        catch (Win32Exception e) { return e.Message; }
    }

    private static bool HasXdgOpen() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(directory => File.Exists(Path.Combine(directory, "xdg-open")));

    private static bool HasDisplay() => ((string[])["DISPLAY", "WAYLAND_DISPLAY"])
        .Any(name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)));

    private static string? Start(ProcessStartInfo start)
    {
        using var process = Process.Start(start); // null where a browser was running already
        return null;
    }
}
