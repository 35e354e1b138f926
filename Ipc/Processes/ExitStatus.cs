namespace Workbook.Ipc.Processes;

/// <summary>How a process ended.</summary>
/// <param name="Code">0 to 255: what it returned (Windows: any number). Negative: the signal that killed it, -9 for SIGKILL.
/// <see cref="int.MinValue"/>: nobody knows, because the parent ignores SIGCHLD.</param>
public readonly record struct ExitStatus(int Code)
{
    private const int UnknownCode = int.MinValue;

    /// <summary>It ended, and somebody else took its status: where SIGCHLD is ignored, the kernel does.</summary>
    internal static ExitStatus Unknown => new(UnknownCode);

    /// <summary>Whether it returned 0.</summary>
    public bool IsSuccess => Code == 0;

    /// <summary>The signal that killed it, or null if it returned.</summary>
    public int? Signal => Code is < 0 and > -128 ? -Code : null;

    /// <summary>From what waitpid(2) tells: the low 7 bits are the signal, the next byte is the code.</summary>
    internal static ExitStatus FromWait(int status) =>
        new((status & 0x7F) is var signal and not 0 ? -signal : (status >> 8) & 0xFF);

    /// <summary>As a person says it: "exit code 3", "killed by signal 9".</summary>
    public override string ToString() =>
        Code == UnknownCode ? "exit code unknown" : Signal is { } signal ? $"killed by signal {signal}" : $"exit code {Code}";
}
