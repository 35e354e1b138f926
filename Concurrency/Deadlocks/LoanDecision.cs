namespace Workbook.Concurrency.Deadlocks;

/// <summary>What the banker said to a request.</summary>
public enum LoanDecision
{
    /// <summary>The customer has it.</summary>
    Granted,

    /// <summary>Not so much is available; nothing has changed.</summary>
    Unavailable,

    /// <summary>It is available, but afterwards nobody could promise that all customers finish; nothing has changed.</summary>
    Unsafe,
}
