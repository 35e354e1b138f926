// One thread serves all pipes of a command, and never waits for one of them alone:
//
//                     +-- Process   has ended: from here on, wait for the rest of the output no longer than the grace
//                     +-- Cancel    the token was cancelled: leave, whoever called kills
//      poll(2) <------+-- Input     has room: write as much as it takes
//                     +-- Output    has something, or has ended: read once
//                     +-- Error     has something, or has ended: read once
//
// A pipe holds 65,536 bytes. Who reads the output to its end and then the error waits for ever for a program that fills the error
// first: it waits for us to read that. Nobody waits here but in poll, for any of them.
//
//   I1  A descriptor is -1 from the moment on at which there is nothing more to expect of it; poll passes over it.
//   I2  What the process had written when it ended is read, whatever the grace: it is in the pipe by then, [drain].
//   I3  The input never blocks (O_NONBLOCK). A program that does not want it all (EPIPE) is no error: head(1) is one.

using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Interop;

namespace Workbook.Ipc.Processes;

/// <summary>Feeds a command and reads from it until all is over. For one thread, once.</summary>
internal sealed unsafe class PipeExchange
{
    private const int Process = 0, Cancel = 1, Input = 2, Output = 3, Error = 4, Count = 5;
    private const int LargestPipe = 1024 * 1024; // pipe-max-size, unless root raised it

    private readonly SpawnedCommand _command;
    private readonly OutputSink _output, _error;
    private readonly Libc.PollDescriptor[] _polled = new Libc.PollDescriptor[Count];
    private ReadOnlyMemory<byte> _input;

    public PipeExchange(SpawnedCommand command, ReadOnlyMemory<byte> input, OutputSink output, OutputSink error)
    {
        (_command, _input, _output, _error) = (command, input, output, error);
        Watch(Process, command.Process.EndDescriptor, Libc.PollIn);
        Watch(Cancel, -1, Libc.PollIn);
        Watch(Input, Number(command.Input), Libc.PollOut);
        Watch(Output, Number(command.Output), Libc.PollIn);
        Watch(Error, Number(command.Error), Libc.PollIn);
        if (command.Input is null) return;
        Libc.Check(Libc.fcntl(Number(command.Input), Libc.SetStatusFlags, Libc.WriteOnly | Libc.NonBlocking), "fcntl"); // I3
    }

    /// <summary>Runs until the process and its output have ended.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; nothing has been killed.</exception>
    public (bool TimedOut, bool OutputOutlivedIt) Run(Deadline deadline, TimeSpan grace, CancellationToken cancel)
    {
        using var wake = new CancelDescriptor(cancel);
        Watch(Cancel, wake.Descriptor, Libc.PollIn);
        var timedOut = false;
        while (IsOpen(Process) || IsOpen(Output) || IsOpen(Error))
        {
            if (deadline.HasPassed)
            {
                if (!IsOpen(Process))
                {
                    Drain();
                    return (timedOut, OutputOutlivedIt: IsOpen(Output) || IsOpen(Error));
                }
                if (!_command.Process.WaitForEnd(TimeSpan.Zero)) // it may have ended just now
                {
                    _command.Process.KillTree(); // [timeout]
                    timedOut = true;
                }
                deadline = Deadline.Never; // its end is there, or comes now
            }
            Libc.Wait(_polled, deadline);
            cancel.ThrowIfCancellationRequested();
            if (IsReady(Process))
            {
                Close(Process);
                Close(Input); // who would read it?
                deadline = Deadline.After(grace); // [ended]
            }
            if (IsReady(Input)) Write();
            if (IsReady(Output)) Read(Output, _output);
            if (IsReady(Error)) Read(Error, _error);
        }
        return (timedOut, OutputOutlivedIt: false);
    }

    private void Write()
    {
        nint written;
        fixed (byte* next = _input.Span) written = Libc.write(_polled[Input].Descriptor, next, (nuint)_input.Length);
        if (written >= 0) _input = _input[(int)written..];
        else if (Libc.Errno is Errno.Interrupted or Errno.TryAgain) return;
        else if (Libc.Errno == Errno.BrokenPipe) _input = default; // I3
        else throw new SystemCallException("write", Libc.Errno);
        if (!_input.IsEmpty) return;
        Close(Input);
        _command.Input!.Dispose(); // the end of input
    }

    private int Read(int index, OutputSink sink)
    {
        nint count;
        fixed (byte* room = sink.Room) count = Libc.read(_polled[index].Descriptor, room, (nuint)sink.Room.Length); // [read]
        if (count > 0)
        {
            sink.Added((int)count);
        }
        else if (count == 0)
        {
            Close(index);
            sink.End();
        }
        else if (Libc.Errno is not (Errno.Interrupted or Errno.TryAgain))
        {
            throw new SystemCallException("read", Libc.Errno);
        }
        return (int)Math.Max(0, count);
    }

    // [drain] Somebody else holds the pipes open, and may go on writing for ever: what fits into a pipe is all that can be the
    // process's.
    private void Drain()
    {
        foreach (var (index, sink) in new[] { (Output, _output), (Error, _error) })
        {
            for (var drained = 0; IsOpen(index) && drained < LargestPipe;)
            {
                Libc.Wait(MemoryMarshal.CreateSpan(ref _polled[index], 1), Deadline.After(TimeSpan.Zero));
                if (!IsReady(index)) break;
                drained += Read(index, sink);
            }
            if (IsOpen(index)) sink.End();
        }
    }

    private void Watch(int index, int descriptor, short events) =>
        _polled[index] = new Libc.PollDescriptor { Descriptor = descriptor, Events = events };

    private bool IsOpen(int index) => _polled[index].Descriptor >= 0;

    private bool IsReady(int index) => IsOpen(index) && _polled[index].Returned != 0;

    private void Close(int index) => _polled[index].Descriptor = -1; // I1

    private static int Number(SafeFileHandle? handle) => (int?)handle?.DangerousGetHandle() ?? -1;
}
