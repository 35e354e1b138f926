namespace Workbook.Ipc.Processes;

/// <summary>A signal by its name in the manual. The values are Linux's numbers; <see cref="Signals.NumberOf"/> has this
/// system's.</summary>
public enum Signal
{
    /// <summary>The terminal is gone.</summary>
    SIGHUP = 1,

    /// <summary>Ctrl+C.</summary>
    SIGINT = 2,

    /// <summary>Ctrl+\; ends with a memory dump.</summary>
    SIGQUIT = 3,

    /// <summary>The process has called abort().</summary>
    SIGABRT = 6,

    /// <summary>Ends the process at once; cannot be handled or ignored.</summary>
    SIGKILL = 9,

    /// <summary>Means what the two who use it agree on.</summary>
    SIGUSR1 = 10,

    /// <summary>A wrong memory access.</summary>
    SIGSEGV = 11,

    /// <summary>Means what the two who use it agree on.</summary>
    SIGUSR2 = 12,

    /// <summary>A write into a pipe that nobody reads.</summary>
    SIGPIPE = 13,

    /// <summary>An alarm clock has rung.</summary>
    SIGALRM = 14,

    /// <summary>The polite request to end.</summary>
    SIGTERM = 15,

    /// <summary>A child has ended, has been stopped, or goes on.</summary>
    SIGCHLD = 17,

    /// <summary>Go on, after a stop.</summary>
    SIGCONT = 18,

    /// <summary>Stops the process until SIGCONT; cannot be handled or ignored.</summary>
    SIGSTOP = 19,

    /// <summary>Ctrl+Z.</summary>
    SIGTSTP = 20,

    /// <summary>The window has another size.</summary>
    SIGWINCH = 28,
}
