// What can be seen from inside, whatever the counter at the door believes:
//
//      Waits:  one more at the door
//      Sits:   one fewer there, one more inside; takes the first empty seat, or stands if there is none
//      Leaves: the seat is empty again
//
//   I1  No guest is on two seats, no seat has two guests; who finds none stands.
//   I2  _most is the largest number that were ever inside at once.

using System.Diagnostics;
using Workbook.Concurrency.Signals;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.SemaphoreSeats;

/// <summary>The room with its seats: counts who is inside, and draws it.</summary>
/// <remarks>Any thread may call any member. A guest sits after the counter has let him in, and leaves before he gives
/// the seat back, so there are never more inside than the counter let in.</remarks>
[DebuggerDisplay("Inside = {Inside}, Waiting = {_waiting}")] // takes no lock
public sealed class Room : IDisposable
{
    private readonly Stage _stage;
    private readonly OneShotLatch _overcrowded = new();

    private readonly Lock _lock = new(); // guards, and keeps the lines in the order of what happened:
    private readonly LiveView _map;
    private readonly string?[] _seats;
    private readonly int[] _served;
    private readonly List<string> _standing = [];
    private int _waiting, _hadToWait, _mostWaiting, _most, _left;
    private string _tooMany = "";

    /// <param name="stage">Receives a line per event, or in a terminal the map, painted over.</param>
    /// <param name="seats">How many seats there are, at least 1.</param>
    public Room(Stage stage, int seats)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seats, 1);
        (_stage, _map) = (stage, stage.Live());
        (_seats, _served) = (new string?[seats], new int[seats]);
    }

    /// <summary>Opens as soon as there are more inside than seats.</summary>
    public OneShotLatch Overcrowded => _overcrowded;

    private int Inside => _seats.Count(guest => guest is not null) + _standing.Count;

    /// <summary>The guest was not let in at once.</summary>
    public void Waits(string guest)
    {
        lock (_lock)
        {
            _hadToWait++;
            _mostWaiting = Math.Max(_mostWaiting, ++_waiting);
            Show($"{guest} waits");
        }
    }

    /// <summary>The guest was let in.</summary>
    /// <param name="guest">The name.</param>
    /// <param name="hasWaited">Whether <see cref="Waits"/> came before.</param>
    public void Sits(string guest, bool hasWaited)
    {
        lock (_lock)
        {
            if (hasWaited) _waiting--;
            var seat = Array.IndexOf(_seats, null);
            if (seat < 0) _standing.Add(guest);
            else (_seats[seat], _served[seat]) = (guest, _served[seat] + 1);
            _most = Math.Max(_most, Inside);
            Show(seat < 0 ? $"{guest} finds no seat" : $"{guest} sits on {seat + 1}");
            if (Inside <= _seats.Length || _overcrowded.IsOpen) return;
            _tooMany = $"{Inside} inside and {_seats.Length} seats: " +
                $"{string.Join(' ', _seats)} sit, {string.Join(' ', _standing)} stands";
            _overcrowded.Open();
        }
    }

    /// <summary>The guest goes.</summary>
    public void Leaves(string guest)
    {
        lock (_lock)
        {
            if (!_standing.Remove(guest)) _seats[Array.IndexOf(_seats, guest)] = null;
            _left++;
            Show($"{guest} leaves");
        }
    }

    /// <summary>The verdict, a line each; exact once all guests have left.</summary>
    public IReadOnlyList<string> Findings
    {
        get
        {
            lock (_lock)
            {
                return [
                    $"{_left} guests came and went; most inside at once: {_most}, of {_seats.Length} seats",
                    $"{_hadToWait} had to wait, at most {_mostWaiting} at the same time",
                    _tooMany.Length == 0 ? "never more inside than seats" : $"TOO MANY: {_tooMany}"];
            }
        }
    }

    /// <summary>Leaves the last map standing.</summary>
    public void Dispose() => _map.Dispose();

    private void Show(string happened)
    {
        var standing = _standing.Count == 0 ? "" : $" + {string.Join(' ', _standing)}";
        if (!_stage.IsTerminal)
        {
            var seats = string.Join(' ', _seats.Select(guest => guest ?? " - "));
            _stage.WriteLine($"{happened,-20} [{seats}]{standing}  waiting {_waiting}");
        }
        _map.Show([
            .. _seats.Select((guest, seat) => $"  seat {seat + 1,2}  {guest ?? "-",-4}  {_served[seat],3} sat here"),
            $"  standing {(standing.Length == 0 ? "-" : standing[3..])}, waiting {_waiting}, gone {_left}"]);
    }
}
