using Workbook.Ipc.Pipes;

namespace Workbook.Examples.Ipc.Backpressure;

/// <summary>A process that writes faster than its reader reads.</summary>
public static class Child
{
    /// <summary>Writes so many bytes, a page each time, and waits whenever the pipe is full.</summary>
    public static int WriteAll(PipeWriter writer, int total)
    {
        using (writer)
        {
            var page = new byte[Environment.SystemPageSize];
            for (var written = 0; written < total; written += page.Length) writer.Write(page); // [write]
        }
        return total;
    }

    /// <summary>Whether a thread of that process sleeps in the kernel's function for writing to a pipe.</summary>
    public static bool SleepsInWrite(int process) => Directory.EnumerateDirectories($"/proc/{process}/task").Any(thread =>
    {
        try { return File.ReadAllText(Path.Combine(thread, "wchan")).EndsWith("pipe_write", StringComparison.Ordinal); }
        catch (IOException) { return false; } // it has ended
    });
}
