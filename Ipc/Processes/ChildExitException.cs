namespace Workbook.Ipc.Processes;

/// <summary>Thrown in a child to end it with a code, or with a message for people: no failure, but a decision.</summary>
/// <remarks><see cref="Environment.Exit"/> ends a child too, at once; this one lets the <c>finally</c> blocks on the way run,
/// and the message reaches the parent. Thrown on the thread of the child's function, it ends the process as soon as the other
/// foreground threads have ended; on another thread it is an exception like any other.</remarks>
public sealed class ChildExitException : Exception
{
    /// <summary>Ends the child with that exit code.</summary>
    /// <param name="code">0 to 255: the system keeps no more than 8 bits of it.</param>
    public ChildExitException(int code) : base($"exit code {code}")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(code);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(code, 255);
        Code = code;
    }

    /// <summary>Ends the child with exit code 1; the message goes to its standard error and to its parent, as
    /// <see cref="ChildProcess.ExitMessage"/>.</summary>
    public ChildExitException(string message) : base(message)
    {
        Code = 1;
        HasMessage = true;
    }

    /// <summary>The exit code.</summary>
    public int Code { get; }

    internal bool HasMessage { get; }
}
