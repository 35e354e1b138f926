namespace Workbook.Concurrency.Async;

/// <summary>What gives out keys, and knows which of them are out.</summary>
internal interface IKeyOwner
{
    /// <summary>Releases what the key stands for; does nothing if the key is not out any more.</summary>
    void Return(in AsyncKey key);
}
