using System.Runtime.InteropServices;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Pipes;

public sealed partial class Connection
{
    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Messages have come and were read ahead: they would stay behind.</exception>
    public string WriteTicket(Handover handover)
    {
        ArgumentNullException.ThrowIfNull(handover);
        ObjectDisposedException.ThrowIf(_side.IsClosed, this);
        if (_reader?.HasReadAhead == true)
            throw new InvalidOperationException("It has read ahead, and that would stay here. Receive all of it first.");
        var input = _reader is null ? -1 : handover.Give(_reader.Pipe);
        var output = _writer is null ? -1 : handover.Give(_writer.Pipe);
        return $"{input} {output} {handover.Give(_side)}";
    }

    /// <inheritdoc/>
    public static Connection FromTicket(string ticket, Handover handover)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        ArgumentNullException.ThrowIfNull(handover);
        var numbers = ticket.Split(' ');
        SafeHandle? Take(string number) => number == "-1" ? null : handover.Take(int.Parse(number));
        return new Connection(Take(numbers[0]), Take(numbers[1]), Take(numbers[2])!);
    }
}
