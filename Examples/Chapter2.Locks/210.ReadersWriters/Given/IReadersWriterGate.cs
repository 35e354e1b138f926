namespace Workbook.Examples.Locks.ReadersWriters;

/// <summary>Lets in many readers or one writer: all the locks of this demo, so that it can run any of them.</summary>
public interface IReadersWriterGate
{
    /// <summary>Blocks until it may come in as a reader.</summary>
    void EnterRead();

    /// <summary>Goes out as a reader.</summary>
    void LeaveRead();

    /// <summary>Blocks until it may come in as the writer, alone.</summary>
    void EnterWrite();

    /// <summary>Goes out as the writer.</summary>
    void LeaveWrite();
}
