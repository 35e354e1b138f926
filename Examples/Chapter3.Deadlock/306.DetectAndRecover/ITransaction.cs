namespace Workbook.Examples.Deadlock.Recovery;

/// <summary>What the work of a transaction may do. It is for the thread that runs the work, and as long as it runs.</summary>
public interface ITransaction
{
    /// <summary>The value of a row, which nobody else touches until this transaction ends. Blocks while another has it.</summary>
    /// <exception cref="Workbook.Concurrency.Deadlocks.DeadlockException">This transaction gives way. The work lets it
    /// pass.</exception>
    long Read(int row);

    /// <summary>Changes a row, which nobody else touches until this transaction ends. Blocks while another has it.</summary>
    /// <exception cref="Workbook.Concurrency.Deadlocks.DeadlockException">This transaction gives way. The work lets it
    /// pass.</exception>
    void Write(int row, long value);
}
