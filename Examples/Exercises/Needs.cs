namespace Workbook.Examples.Exercises;

/// <summary>What not every machine offers; <c>run</c> refuses with the reason and exit code 3, <c>doctor</c> lists it.</summary>
[Flags]
public enum Needs
{
    /// <summary>Runs everywhere.</summary>
    Nothing = 0,

    /// <summary>Reads the kernel's view of a thread or process below /proc.</summary>
    ProcFileSystem = 1,

    /// <summary>Starts child processes and shares memory with them, as the library in Ipc does. All of chapters 5 and
    /// 6.</summary>
    ChildProcesses = 2,
}
